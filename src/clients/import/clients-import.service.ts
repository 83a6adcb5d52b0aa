import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import { z } from 'zod';
import type { ImportPreviewDto } from './clients-import.dto.js';
import { ImportedClient } from '../client.schema.js';
import { COLUMNS } from './import-columns.js';
import { parseImportFile, type Candidate, type Rejection } from './parse-import-file.js';
import { listImportRecords, RecordImporter, type NameLines, type RecordOutcome } from './record-importer.js';
import type { Actor } from '../../auth/index.js';
import { BYTE_ORDER_MARK, formatCsvRecords } from '../../platform/csv/index.js';
import { Database } from '../../platform/database/index.js';
import { LoopPacer, yieldToOthers } from '../../platform/event-loop/index.js';
import { UserError } from '../../domain/index.js';

/** What an import did. `line` is the line in a CSV file or the position in a JSON array, counted from 1. */
export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: readonly Rejection[];
}

/** A record of a file, and what became of it. */
interface ImportedRecord {
  readonly line: number;
  readonly result: RecordOutcome;
}

const NamedRecord = z.object({ name: ImportedClient.shape.name });

const RECORDS_PER_TRANSACTION = 100;
/** Records of a file that is applied as a whole: a preview is one unit of work, during which others wait. */
const MAX_RECORDS_AT_ONCE = 1000;

/** Ends a unit of work whose writes are not wanted. */
class PreviewRollbackError extends Error {
  constructor(readonly preview: ImportPreviewDto) {
    super('The writes of a preview are undone');
  }
}

/** Imports clients from a file. Idempotent. A rejected record does not affect the others. An import never starts a sync. */
@Injectable()
export class ClientsImportService {
  constructor(
    private readonly database: Database,
    private readonly importer: RecordImporter,
  ) {}

  /**
   * Imports CSV with a header, or a JSON array of objects. A record updates the client with the same name, or creates one. An
   * absent column keeps the field; an empty cell (JSON: null or "") clears it.
   * @throws UserError 400 `bad_file` when the file as a whole cannot be read.
   */
  async import(text: string, by: Actor): Promise<ImportResult> {
    const { candidates, rejected } = parseImportFile(text);
    const nameLines: NameLines = new Map();
    const records: ImportedRecord[] = [];
    for (let at = 0; at < candidates.length; at += RECORDS_PER_TRANSACTION) {
      const batch = candidates.slice(at, at + RECORDS_PER_TRANSACTION);
      records.push(...(await this.database.write((tx) => this.importEach(tx, batch, nameLines, by))));
    }
    return summarize(records, rejected);
  }

  /** Returns what an import would do, and writes nothing. @throws UserError 400 `bad_file`. */
  async preview(text: string, by: Actor): Promise<ImportPreviewDto> {
    try {
      return await this.database.write(async (tx) => {
        throw new PreviewRollbackError(await this.importAtOnce(tx, text, by));
      });
    } catch (error) {
      if (error instanceof PreviewRollbackError) return error.preview;
      throw error;
    }
  }

  /**
   * Imports a file that was previewed, in one unit of work.
   * @throws UserError 409 `preview_outdated` when the file or what it changes is not as it was previewed; nothing is written then.
   */
  async apply(text: string, preview: string, by: Actor): Promise<ImportPreviewDto> {
    return this.database.write(async (tx) => {
      const result = await this.importAtOnce(tx, text, by);
      if (result.preview === preview) return result;
      const message =
        'The file or the restaurants changed since the preview. Nothing was written; look at the preview again';
      throw new UserError('preview_outdated', message, 409);
    });
  }

  /** Returns all clients that are not archived as CSV that can be edited and imported again. */
  async exportCsv(): Promise<string> {
    const records = await this.database.read((tx) => listImportRecords(tx, { archivedAt: IsNull() }));
    await yieldToOthers();
    const rows = records.map((record) => COLUMNS.map((column) => record[column] ?? null));
    return BYTE_ORDER_MARK + formatCsvRecords([COLUMNS, ...rows]);
  }

  private async importEach(
    tx: EntityManager,
    candidates: readonly Candidate[],
    nameLines: NameLines,
    by: Actor,
  ): Promise<ImportedRecord[]> {
    const records: ImportedRecord[] = [];
    const pacer = new LoopPacer();
    for (const candidate of candidates) {
      if (pacer.isDue) await pacer.pause();
      records.push({ line: candidate.line, result: await this.importer.import(tx, candidate, nameLines, by) });
    }
    return records;
  }

  private async importAtOnce(tx: EntityManager, text: string, by: Actor): Promise<ImportPreviewDto> {
    const { candidates, rejected } = parseImportFile(text, MAX_RECORDS_AT_ONCE + 1);
    if (candidates.length + rejected.length > MAX_RECORDS_AT_ONCE) {
      const message = `The file has more than ${MAX_RECORDS_AT_ONCE} records. Split it, or use clients:import`;
      const details = [{ path: 'file', message: `has more than ${MAX_RECORDS_AT_ONCE} records` }];
      throw new UserError('bad_file', message, 400, details);
    }
    const names = candidates.flatMap(({ record }) => NamedRecord.safeParse(record).data?.name ?? []);
    const heldBefore = await listImportRecords(tx, { name: In(names) });
    const nameLines: NameLines = new Map();
    const records = await this.importEach(tx, candidates, nameLines, by);
    const beforeByName = new Map(heldBefore.map((record) => [record.name, record]));
    const afterByName = new Map(
      (await listImportRecords(tx, { name: In(names) })).map((record) => [record.name, record]),
    );
    const changes = records.flatMap(({ line, result }) => {
      if (result.outcome !== 'created' && result.outcome !== 'updated') return [];
      const { name, outcome } = result;
      const values = listValues(beforeByName.get(name), afterByName.get(name));
      return [
        { line, name, outcome, changed: outcome === 'updated' ? values.map(({ column }) => column) : [], values },
      ];
    });
    const before = heldBefore.filter(({ name }) => nameLines.has(name));
    return {
      ...summarize(records, rejected),
      changes,
      preview: createHash('sha256')
        .update(JSON.stringify([text, before, changes]))
        .digest('hex'),
    };
  }
}

/** Returns the columns that differ, with their values. A client that is new has nothing before. */
function listValues(
  before: ImportedClient | undefined,
  after: ImportedClient | undefined,
): ImportPreviewDto['changes'][number]['values'] {
  const valueOf = (record: ImportedClient | undefined, column: keyof ImportedClient) => record?.[column] ?? null;
  return COLUMNS.filter((column) => column !== 'name')
    .map((column) => ({ column, before: valueOf(before, column), after: valueOf(after, column) }))
    .filter((value) => value.before !== value.after);
}

/** Counts what became of the records. @param unread the records that could not be read. */
function summarize(records: readonly ImportedRecord[], unread: readonly Rejection[]): ImportResult {
  const count = (outcome: RecordOutcome['outcome']) =>
    records.filter(({ result }) => result.outcome === outcome).length;
  const refused = records.flatMap(({ line, result }) =>
    result.outcome === 'rejected' ? [{ line, reason: result.reason, details: result.details }] : [],
  );
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: [...unread, ...refused].sort((a, b) => a.line - b.line),
  };
}
