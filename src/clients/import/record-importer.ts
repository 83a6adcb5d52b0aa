import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import { rejectFields, type Candidate, type Rejection } from './parse-import-file.js';
import { toClientDto } from '../client.dto.js';
import { toColumns } from '../client-columns.js';
import { Client } from '../client.entity.js';
import { ImportedClient } from '../client.schema.js';
import { Owner } from '../owners/owner.entity.js';
import { recordTarget } from '../targets/record-target.js';
import { assertMayManageClients, AuditLogService, User, type Actor } from '../../auth/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { badInput, dayAt, UserError } from '../../domain/index.js';

/** What became of a record. */
export type RecordOutcome =
  | { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly name: string }
  | ({ readonly outcome: 'rejected' } & Pick<Rejection, 'reason' | 'details'>);

/** The line of each name that a file has used so far. */
export type NameLines = Map<string, number>;

/** Writes one record of a file into the unit of work of its caller. */
@Injectable()
export class RecordImporter {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Updates the client with the same name, or creates one. Writes nothing for a record that it rejects, and says everything that is wrong with it. */
  async import(
    tx: EntityManager,
    { line, record }: Candidate,
    nameLines: NameLines,
    by: Actor,
  ): Promise<RecordOutcome> {
    const parsed = ImportedClient.safeParse(record);
    const known = ComparedFields.safeParse(record).data ?? {};
    const held = known.name === undefined ? null : await tx.findOneBy(Client, { name: known.name });
    const upstreamName = known.upstreamName ?? held?.upstreamName ?? known.name;
    const found = {
      name: await attempt(() => assertNewInFile(known.name, nameLines)),
      upstreamName: await attempt(() => assertUpstreamNameIsFree(tx, upstreamName, held)),
      managerId: await attempt(() => findManagerId(tx, known.manager, held)),
      ownerId: await attempt(() => findOwnerId(tx, known.owner)),
    };
    if (parsed.success && found.name.problem === null) nameLines.set(parsed.data.name, line);
    const broken = parsed.success
      ? []
      : [rejectFields(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })))];
    const problems = [...broken, ...Object.values(found).flatMap(({ problem }) => problem ?? [])];
    if (!parsed.success || problems.length > 0) return rejectAll(problems);
    const { manager: _manager, owner: _owner, ...fields } = parsed.data;
    const [managerId, ownerId] = [found.managerId.value, found.ownerId.value];
    const columns = {
      ...toColumns(fields),
      upstreamName: upstreamName ?? fields.name,
      ...(managerId !== undefined && { managerId }),
      ...(ownerId !== undefined && { ownerId }),
    };
    return held ? this.update(tx, held, columns, by) : this.create(tx, columns, by);
  }

  private async create(
    tx: EntityManager,
    columns: Partial<Client> & Pick<Client, 'name'>,
    by: Actor,
  ): Promise<RecordOutcome> {
    const now = this.clock.now().toISOString();
    const { identifiers } = await tx.insert(Client, { status: 'active', ...columns, createdAt: now, updatedAt: now });
    const client = await tx.findOneByOrFail(Client, { id: Number(identifiers[0]?.id) });
    await this.recordTarget(tx, client, null);
    const after = toClientDto(client);
    await this.audit.record(tx, { by, action: 'client.create', target: { type: 'client', id: client.id }, after });
    return { outcome: 'created', name: client.name };
  }

  private async update(tx: EntityManager, held: Client, columns: Partial<Client>, by: Actor): Promise<RecordOutcome> {
    const { id, name } = held;
    const isChanged = (Object.keys(columns) as (keyof Client)[]).some((key) => columns[key] !== held[key]);
    if (!isChanged) return { outcome: 'unchanged', name };
    // The id belongs to the upstream name.
    const upstreamId = columns.upstreamName === held.upstreamName ? held.upstreamId : null;
    await tx.update(Client, { id }, { ...columns, upstreamId, updatedAt: this.clock.now().toISOString() });
    const client = await tx.findOneByOrFail(Client, { id });
    await this.recordTarget(tx, client, held.monthlyTargetSen);
    const [before, after] = [toClientDto(held), toClientDto(client)];
    await this.audit.record(tx, { by, action: 'client.update', target: { type: 'client', id }, before, after });
    return { outcome: 'updated', name };
  }

  private async recordTarget(tx: EntityManager, client: Client, before: number | null): Promise<void> {
    const { id, monthlyTargetSen } = client;
    if (monthlyTargetSen === before) return;
    const today = dayAt(this.clock.now(), this.config.businessTimeZone);
    await recordTarget(tx, { clientId: id, targetSen: monthlyTargetSen, today });
  }
}

/** The columns of a file whose field has another name. */
const COLUMN_OF_FIELD: Readonly<Record<string, string>> = {
  managerId: 'manager',
  ownerId: 'owner',
};

/** What is wrong with a record. */
type Problem = Pick<Rejection, 'reason' | 'details'>;

/** The fields that are compared with other records. One that breaks its own rule is absent, so that the others are compared all the same. */
const ComparedFields = z.object({
  name: ImportedClient.shape.name.optional().catch(undefined),
  upstreamName: ImportedClient.shape.upstreamName.catch(undefined),
  manager: ImportedClient.shape.manager.catch(undefined),
  owner: ImportedClient.shape.owner.catch(undefined),
});

function rejectAll(problems: readonly Problem[]): RecordOutcome {
  const reason = problems.map((problem) => problem.reason).join('; ');
  return { outcome: 'rejected', reason, details: problems.flatMap(({ details }) => details) };
}

/** Returns what a check found, or the problem that it reports. */
async function attempt<T>(check: () => Promise<T> | T): Promise<{ value: T | undefined; problem: Problem | null }> {
  try {
    return { value: await check(), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { value: undefined, problem: { reason: error.message, details: toColumnNames(error) } };
  }
}

/** Returns the details of an error with the columns of a file in place of the fields. */
function toColumnNames({ details }: UserError): Rejection['details'] {
  return details.map(({ path, message }) => ({ path: COLUMN_OF_FIELD[path] ?? path, message }));
}

/** @throws UserError 400 for a name that an earlier line of the file has. */
function assertNewInFile(name: string | undefined, nameLines: NameLines): void {
  const earlier = name === undefined ? undefined : nameLines.get(name);
  if (earlier !== undefined) throw badInput('name', `the same as in line ${earlier}`);
}

/** @throws UserError 400 for an upstream name that another client has. */
async function assertUpstreamNameIsFree(
  tx: EntityManager,
  upstreamName: string | undefined,
  held: Client | null,
): Promise<void> {
  const other = upstreamName === undefined ? null : await tx.findOneBy(Client, { upstreamName });
  if (other && other.id !== held?.id) throw badInput('upstreamName', `client ${other.id} has it already`);
}

/** Returns undefined for a record without a manager, which keeps the one that the client has. @throws UserError 400 for a manager whom nobody knows. */
async function findManagerId(
  tx: EntityManager,
  email: string | null | undefined,
  held: Client | null,
): Promise<number | null | undefined> {
  if (email === null || email === undefined) return email;
  const user = await tx.findOneBy(User, { email: email.trim().toLowerCase() });
  if (!user) {
    const details = [{ path: 'manager', message: 'no user has this e-mail' }];
    throw new UserError('bad_input', `manager: no user has the e-mail ${email}`, 400, details);
  }
  if (user.id !== held?.managerId) await assertMayManageClients(tx, user.id);
  return user.id;
}

/** Returns undefined for a record without an owner, which keeps the one that the client has. @throws UserError 400 for an owner whom nobody knows. */
async function findOwnerId(tx: EntityManager, name: string | null | undefined): Promise<number | null | undefined> {
  if (name === null || name === undefined) return name;
  const owner = await tx.findOneBy(Owner, { name });
  if (!owner) {
    const details = [{ path: 'owner', message: 'there is no such owner; create the owner first' }];
    throw new UserError('bad_input', `owner: there is no owner ${name}; create the owner first`, 400, details);
  }
  return owner.id;
}

/** Returns the clients that `where` selects as records of a file, with the columns of an import. */
export async function listImportRecords(tx: EntityManager, where: FindOptionsWhere<Client>): Promise<ImportedClient[]> {
  const clients = await tx.find(Client, { where, order: { id: 'ASC' } });
  const emails = new Map((await tx.find(User)).map(({ id, email }) => [id, email]));
  const owners = new Map((await tx.find(Owner)).map(({ id, name }) => [id, name]));
  return clients.map((client) => ({
    ...toClientDto(client),
    manager: client.managerId === null ? null : (emails.get(client.managerId) ?? null),
    owner: client.ownerId === null ? null : (owners.get(client.ownerId) ?? null),
  }));
}
