import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { rejectFields, type Candidate, type Rejection } from './parse-import-file.js';
import { toClientDto } from '../client.dto.js';
import { toColumns } from '../client-columns.js';
import { Client } from '../client.entity.js';
import { ImportedClient } from '../client.schema.js';
import { Owner } from '../owners/owner.entity.js';
import { recordTarget } from '../targets/record-target.js';
import { assertMayManageClients, AuditLogService, User, type Actor } from '../../auth/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { dayAt, UserError } from '../../domain/index.js';

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

  /** Updates the client with the same name, or creates one. Writes nothing for a record that it rejects. */
  async import(
    tx: EntityManager,
    { line, record }: Candidate,
    nameLines: NameLines,
    by: Actor,
  ): Promise<RecordOutcome> {
    const parsed = ImportedClient.safeParse(record);
    if (!parsed.success)
      return reject(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
    const { name } = parsed.data;
    const earlier = nameLines.get(name);
    if (earlier !== undefined) return reject([{ path: 'name', message: `the same as in line ${earlier}` }]);
    nameLines.set(name, line);
    const held = await tx.findOneBy(Client, { name });
    const upstreamName = parsed.data.upstreamName ?? held?.upstreamName ?? name;
    const other = await tx.findOneBy(Client, { upstreamName });
    if (other && other.id !== held?.id)
      return reject([{ path: 'upstreamName', message: `client ${other.id} has it already` }]);
    try {
      const columns = { ...(await findColumns(tx, parsed.data, held)), upstreamName };
      return held ? await this.update(tx, held, columns, by) : await this.create(tx, columns, by);
    } catch (error) {
      if (error instanceof UserError)
        return { outcome: 'rejected', reason: error.message, details: toColumnNames(error) };
      throw error;
    }
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

function reject(details: Rejection['details']): RecordOutcome {
  return { outcome: 'rejected', ...rejectFields(details) };
}

/** Returns the details of an error with the columns of a file in place of the fields. */
function toColumnNames({ details }: UserError): Rejection['details'] {
  return details.map(({ path, message }) => ({ path: COLUMN_OF_FIELD[path] ?? path, message }));
}

/** Returns the columns of a record. @throws UserError 400 for a manager or an owner whom nobody knows. */
async function findColumns(
  tx: EntityManager,
  { manager, owner, ...fields }: ImportedClient,
  held: Client | null,
): Promise<Partial<Client> & Pick<Client, 'name'>> {
  const managerId = manager === undefined ? undefined : await findManagerId(tx, manager, held);
  const ownerId = owner === undefined ? undefined : await findOwnerId(tx, owner);
  return {
    ...toColumns(fields),
    ...(managerId !== undefined && { managerId }),
    ...(ownerId !== undefined && { ownerId }),
  };
}

async function findManagerId(tx: EntityManager, email: string | null, held: Client | null): Promise<number | null> {
  if (email === null) return null;
  const user = await tx.findOneBy(User, { email: email.trim().toLowerCase() });
  if (!user) {
    const details = [{ path: 'manager', message: 'no user has this e-mail' }];
    throw new UserError('bad_input', `manager: no user has the e-mail ${email}`, 400, details);
  }
  if (user.id !== held?.managerId) await assertMayManageClients(tx, user.id);
  return user.id;
}

async function findOwnerId(tx: EntityManager, name: string | null): Promise<number | null> {
  if (name === null) return null;
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
