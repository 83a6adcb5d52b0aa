import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../auth/actor.js';
import { AuditLog } from '../auth/audit-log.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { UserError } from '../errors.js';
import { Client } from './client.entity.js';
import { ImportedClient } from './client.schemas.js';
import { csvRecords, type CsvRecord } from './csv-records.js';

/** What an import did. `line` is the line of a CSV file, or the position (from 1) in a JSON array. */
export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

interface Candidate {
  readonly line: number;
  readonly record: unknown;
}

const CHUNK = 100;

/** Takes clients over from a file. Idempotent; good records are kept when others are bad; never starts a sync. */
@Injectable()
export class ClientsImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Imports CSV with a header, or a JSON array of objects. A client is found by its name; an absent column leaves a field
   * as it is, an empty cell (JSON: null or "") clears it.
   * @throws UserError when the file as a whole can't be read.
   */
  async import(text: string, by: Actor): Promise<ImportResult> {
    const content = text.replace(/^\uFEFF/, '');
    const { candidates, rejected } = /^\s*\[/.test(content) ? jsonCandidates(content) : csvCandidates(content);
    const counts = { created: 0, updated: 0, unchanged: 0 };
    const seen = new Map<string, number>();
    for (let at = 0; at < candidates.length; at += CHUNK) {
      await this.database.write(async (tx) => {
        for (const candidate of candidates.slice(at, at + CHUNK)) {
          const outcome = await this.take(tx, candidate, seen, by);
          if ('reason' in outcome) rejected.push({ line: candidate.line, reason: outcome.reason });
          else counts[outcome.done]++;
        }
      });
      await nextTurn();
    }
    return { ...counts, rejected: rejected.sort((a, b) => a.line - b.line) };
  }

  private async take(
    tx: EntityManager,
    { line, record }: Candidate,
    seen: Map<string, number>,
    by: Actor,
  ): Promise<{ done: 'created' | 'updated' | 'unchanged' } | { reason: string }> {
    const parsed = ImportedClient.safeParse(emptyIsNull(record));
    if (!parsed.success)
      return { reason: parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ') };
    const input = parsed.data;
    const earlier = seen.get(input.name);
    if (earlier !== undefined) return { reason: `name: the same as in line ${earlier}` };
    seen.set(input.name, line);
    const held = await tx.findOneBy(Client, { name: input.name });
    const upstreamName = input.upstreamName ?? held?.upstreamName ?? input.name;
    const other = await tx.findOneBy(Client, { upstreamName });
    if (other && other.id !== held?.id) return { reason: `upstreamName: client ${other.id} has it already` };
    const now = this.clock.now().toISOString();
    if (!held) {
      const client = { ...input, upstreamName, status: input.status ?? 'active', createdAt: now, updatedAt: now };
      const { identifiers } = await tx.insert(Client, client);
      const id = Number(identifiers[0]?.id);
      await this.audit.record(tx, { by, action: 'client.create', target: { type: 'client', id }, after: client });
      return { done: 'created' };
    }
    const keys = Object.keys(input) as (keyof ImportedClient)[];
    if (keys.every((key) => input[key] === held[key])) return { done: 'unchanged' };
    const { id } = held;
    await tx.update(Client, { id }, { ...input, upstreamName, updatedAt: now });
    const after = await tx.findOneByOrFail(Client, { id });
    await this.audit.record(tx, { by, action: 'client.update', target: { type: 'client', id }, before: held, after });
    return { done: 'updated' };
  }
}

interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly rejected: { line: number; reason: string }[];
}

function jsonCandidates(text: string): Candidates {
  let records: unknown;
  try {
    records = JSON.parse(text);
  } catch (error) {
    throw new UserError(
      'bad_file',
      `The file is no valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!Array.isArray(records)) throw new UserError('bad_file', 'The file must hold a JSON array of objects');
  return { candidates: records.map((record: unknown, index) => ({ line: index + 1, record })), rejected: [] };
}

const COLUMNS = Object.keys(ImportedClient.shape);

function csvCandidates(text: string): Candidates {
  const [header, ...records] = csvRecords(text);
  const columns = checkedHeader(header);
  const candidates: Candidate[] = [];
  const rejected: { line: number; reason: string }[] = [];
  for (const record of records) {
    const { line } = record;
    if ('reason' in record) rejected.push(record);
    else if (record.cells.length !== columns.length)
      rejected.push({ line, reason: `has ${record.cells.length} cells, the header has ${columns.length}` });
    else candidates.push({ line, record: Object.fromEntries(columns.map((name, at) => [name, record.cells[at]])) });
  }
  return { candidates, rejected };
}

function checkedHeader(header: CsvRecord | undefined): string[] {
  if (!header) throw new UserError('bad_file', 'The file is empty');
  if ('reason' in header) throw new UserError('bad_file', `The header of the file: ${header.reason}`);
  const names = header.cells.map((cell) => cell.trim());
  const problem = headerProblem(names);
  if (problem === null) return names;
  throw new UserError('bad_file', `The header of the file: ${problem}. Known columns: ${COLUMNS.join(', ')}`);
}

function headerProblem(names: readonly string[]): string | null {
  const unknown = names.filter((name) => !COLUMNS.includes(name));
  if (unknown.length > 0) return `unknown columns: ${unknown.join(', ')}`;
  const twice = names.filter((name, at) => names.indexOf(name) < at);
  if (twice.length > 0) return `columns given twice: ${twice.join(', ')}`;
  return names.includes('name') ? null : 'there is no column "name"';
}

/** These can't be empty: an empty cell leaves them as they are. */
const NEVER_EMPTY = ['upstreamName', 'status'];

/** An empty cell clears a field. */
function emptyIsNull(record: unknown): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return record;
  const cells = Object.entries(record as Record<string, unknown>);
  return Object.fromEntries(
    cells
      .map(([key, value]) => [key, value === '' ? null : value] as const)
      .filter(([key, value]) => value !== null || !NEVER_EMPTY.includes(key)),
  );
}
