import { Inject, Injectable } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { toColumns } from './client-columns.js';
import { Client, type ClientStatus } from './client.entity.js';
import type { ClientPatch, ClientsAssignment, ClientsQuery, NewClient } from './client.schema.js';
import { toClientDto } from './client.dto.js';
import { assertOwnerExists } from './owners/assert-owner-exists.js';
import { recordTarget } from './targets/record-target.js';
import { SYSTEM, type Actor, AuditLogService, assertMayManageClients, assertUserExists } from '../auth/index.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { badInput, dayAt, UserError, compareNames, toSearchKey } from '../domain/index.js';

const CLIENTS_PER_INSERT = 100;

/** Reads and writes clients. Every write is recorded in the audit log. Names are kept verbatim. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  /**
   * Returns the clients that match the filter, by name. Archived clients are returned only for `status: 'archived'`.
   * @throws UserError 400 for an unknown manager or owner.
   */
  async list(query: Omit<ClientsQuery, 'page' | 'perPage'>): Promise<Client[]> {
    const searchKey = toSearchKey(query.search ?? '');
    const clients = await this.database.read(async (tx) => {
      if (query.managerId !== undefined) await assertUserExists(tx, query.managerId);
      const builder = tx.createQueryBuilder(Client, 'client').orderBy('client.id');
      builder.where(query.status === 'archived' ? 'client.archived_at IS NOT NULL' : 'client.archived_at IS NULL');
      if (query.status && query.status !== 'archived')
        builder.andWhere('client.status = :status', { status: query.status });
      if (query.managerId !== undefined) builder.andWhere('client.manager_id = :id', { id: query.managerId });
      if (query.ownerId !== undefined) {
        await assertOwnerExists(tx, query.ownerId);
        builder.andWhere('client.owner_id = :ownerId', { ownerId: query.ownerId });
      }
      return builder.getMany();
    });
    const matching = searchKey === '' ? clients : clients.filter(({ name }) => toSearchKey(name).includes(searchKey));
    return matching.sort((a, b) => compareNames(a.name, b.name));
  }

  /** Returns one client, archived or not. @throws UserError 404 for an unknown id. */
  async findOne(id: number): Promise<Client> {
    return this.database.read((tx) => findOrThrow(tx, id));
  }

  /**
   * Creates a client. For an active client it also requests the first sync, which the next run covers.
   * @throws UserError 400 for a name or upstream name that is taken, for a manager who is unknown, disabled or a monitor, and for
   * an unknown owner.
   */
  async create(input: NewClient, by: Actor): Promise<Client> {
    const now = this.clock.now().toISOString();
    const upstreamName = input.upstreamName ?? input.name;
    const status = input.status ?? 'active';
    return this.database.write(async (tx) => {
      await this.assertNamesAreFree(tx, { name: input.name, upstreamName });
      if (input.managerId != null) await assertMayManageClients(tx, input.managerId);
      if (input.ownerId != null) await assertOwnerExists(tx, input.ownerId);
      const { identifiers } = await tx.insert(Client, {
        ...toColumns(input),
        upstreamName,
        status,
        syncRequestedAt: status === 'active' ? now : null,
        createdAt: now,
        updatedAt: now,
      });
      const client = await findOrThrow(tx, Number(identifiers[0]?.id));
      if (client.monthlyTargetSen !== null) await this.recordTarget(tx, client);
      const after = toClientDto(client);
      await this.audit.record(tx, { by, action: 'client.create', target: { type: 'client', id: client.id }, after });
      return client;
    });
  }

  /** Changes a client: absent fields stay, null clears. @throws UserError 404 for an unknown id, 400 as {@link create}. */
  async update(id: number, patch: ClientPatch, by: Actor): Promise<Client> {
    return this.database.write(async (tx) => {
      const before = await findOrThrow(tx, id);
      await this.assertNamesAreFree(tx, patch, id);
      if (patch.managerId != null && patch.managerId !== before.managerId)
        await assertMayManageClients(tx, patch.managerId);
      if (patch.ownerId != null) await assertOwnerExists(tx, patch.ownerId);
      // The id belongs to the upstream name.
      const isRenamed = patch.upstreamName !== undefined && patch.upstreamName !== before.upstreamName;
      const upstreamId = isRenamed ? null : before.upstreamId;
      await tx.update(Client, { id }, { ...toColumns(patch), upstreamId, updatedAt: this.clock.now().toISOString() });
      const after = await this.recordChange(tx, before, { by, action: 'client.update' });
      if (after.monthlyTargetSen !== before.monthlyTargetSen) await this.recordTarget(tx, after);
      return after;
    });
  }

  /** Sets the status of several clients in one transaction. Returns their number. @throws UserError 404 for an unknown id. */
  async updateStatus(ids: readonly number[], status: ClientStatus, by: Actor): Promise<number> {
    return this.updateEach(ids, async (tx, before, now) => {
      await tx.update(Client, { id: before.id }, { status, updatedAt: now });
      await this.recordChange(tx, before, { by, action: 'client.update' });
    });
  }

  /**
   * Gives several clients the same manager, status or both, in one transaction. Returns their number.
   * @throws UserError 404 for an unknown client, 400 for a manager as {@link create}; nothing is changed then.
   */
  async assign({ clientIds, managerId, status }: ClientsAssignment, by: Actor): Promise<number> {
    const change = { ...(managerId !== undefined && { managerId }), ...(status !== undefined && { status }) };
    return this.updateEach(clientIds, async (tx, before, now) => {
      if (managerId != null && managerId !== before.managerId) await assertMayManageClients(tx, managerId);
      if (Object.entries(change).every(([field, value]) => before[field as keyof typeof change] === value)) return;
      await tx.update(Client, { id: before.id }, { ...change, updatedAt: now });
      await this.recordChange(tx, before, { by, action: 'client.update' });
    });
  }

  /** {@link archive}s several clients in one transaction. Returns their number. @throws UserError 404 for an unknown id. */
  async archiveMany(ids: readonly number[], by: Actor): Promise<number> {
    return this.updateEach(ids, async (tx, before, now) => {
      if (before.archivedAt !== null) return;
      await tx.update(Client, { id: before.id }, { archivedAt: now, updatedAt: now });
      await this.recordChange(tx, before, { by, action: 'client.archive' });
    });
  }

  /** Removes a client from every list and scheduled run and keeps its statistics. Idempotent. @throws UserError 404 */
  async archive(id: number, by: Actor): Promise<Client> {
    return this.setArchived(id, this.clock.now().toISOString(), { by, action: 'client.archive' });
  }

  /** Undoes {@link archive}. Idempotent. @throws UserError 404 */
  async restore(id: number, by: Actor): Promise<Client> {
    return this.setArchived(id, null, { by, action: 'client.restore' });
  }

  /**
   * Returns the clients of a run, by id: those with the given ids whatever their status, or all active ones without ids.
   * @throws UserError 400 naming an id that does not exist.
   */
  async listForSync(tx: EntityManager, ids?: readonly number[]): Promise<Client[]> {
    if (!ids) return tx.find(Client, { where: { status: 'active', archivedAt: IsNull() }, order: { id: 'ASC' } });
    const clients = await tx.find(Client, { where: { id: In([...new Set(ids)]) }, order: { id: 'ASC' } });
    const unknown = ids.find((id) => !clients.some((client) => client.id === id));
    if (unknown !== undefined) throw badInput('clientIds', `there is no client ${unknown}`);
    return clients;
  }

  /** Returns every client, archived or not, as a map by upstream name. */
  async mapByUpstreamName(): Promise<ReadonlyMap<string, Pick<Client, 'id' | 'name'>>> {
    const clients = await this.database.read((tx) =>
      tx.find(Client, { select: { id: true, name: true, upstreamName: true } }),
    );
    return new Map(clients.map(({ id, name, upstreamName }) => [upstreamName, { id, name }]));
  }

  /** Returns one client inside the caller's unit of work. @throws UserError 404 for an unknown id. */
  findOneWith(tx: EntityManager, id: number): Promise<Client> {
    return findOrThrow(tx, id);
  }

  /** Returns the ids of the clients whose first sync is requested and not yet planned. */
  async listFirstSyncRequests(tx: EntityManager): Promise<number[]> {
    const rows: { id: number }[] = await tx.query(
      'SELECT id FROM client WHERE sync_requested_at IS NOT NULL ORDER BY id',
    );
    return rows.map(({ id }) => id);
  }

  /** Clears the first sync requests of these clients, because a run covers them. */
  async clearFirstSyncRequests(tx: EntityManager, ids: readonly number[]): Promise<void> {
    const planned = new Set(ids);
    const requested = (await this.listFirstSyncRequests(tx)).filter((id) => planned.has(id));
    if (requested.length > 0) await tx.update(Client, { id: In(requested) }, { syncRequestedAt: null });
  }

  /**
   * Creates an active client for each restaurant of the upstream, with its name verbatim. Returns their number, or 0 without
   * writing when any client exists.
   */
  async createFromUpstream(listed: readonly { readonly id: string | null; readonly name: string }[]): Promise<number> {
    const now = this.clock.now().toISOString();
    const rows = listed.map(({ id, name }) => ({
      name,
      upstreamName: name,
      upstreamId: id,
      status: 'active' as const,
      createdAt: now,
      updatedAt: now,
    }));
    return this.database.write(async (tx) => {
      if (await tx.exists(Client)) return 0;
      for (let at = 0; at < rows.length; at += CLIENTS_PER_INSERT) {
        await tx
          .createQueryBuilder()
          .insert()
          .into(Client)
          .values(rows.slice(at, at + CLIENTS_PER_INSERT))
          .updateEntity(false)
          .execute();
      }
      await this.audit.record(tx, { by: SYSTEM, action: 'client.import', after: { created: rows.length } });
      return rows.length;
    });
  }

  /** Returns true when any client exists, archived or not. */
  async hasAny(): Promise<boolean> {
    return this.database.read((tx) => tx.exists(Client));
  }

  private updateEach(
    ids: readonly number[],
    change: (tx: EntityManager, client: Client, now: string) => Promise<void>,
  ): Promise<number> {
    const now = this.clock.now().toISOString();
    return this.database.write(async (tx) => {
      const distinct = [...new Set(ids)];
      for (const id of distinct) await change(tx, await findOrThrow(tx, id), now);
      return distinct.length;
    });
  }

  private async recordChange(
    tx: EntityManager,
    before: Client,
    event: { by: Actor; action: 'client.update' | 'client.archive' | 'client.restore' },
  ): Promise<Client> {
    const after = await findOrThrow(tx, before.id);
    await this.audit.record(tx, {
      ...event,
      target: { type: 'client', id: before.id },
      before: toClientDto(before),
      after: toClientDto(after),
    });
    return after;
  }

  private recordTarget(tx: EntityManager, { id, monthlyTargetSen }: Client): Promise<void> {
    const today = dayAt(this.clock.now(), this.config.businessTimeZone);
    return recordTarget(tx, { clientId: id, targetSen: monthlyTargetSen, today });
  }

  private async setArchived(
    id: number,
    archivedAt: string | null,
    event: { by: Actor; action: 'client.archive' | 'client.restore' },
  ): Promise<Client> {
    return this.database.write(async (tx) => {
      const client = await findOrThrow(tx, id);
      if ((client.archivedAt === null) === (archivedAt === null)) return client;
      await tx.update(Client, { id }, { archivedAt, updatedAt: this.clock.now().toISOString() });
      return this.recordChange(tx, client, event);
    });
  }

  /** Checks both names before the write, because SQLite reports only one of two broken UNIQUE rules. */
  private async assertNamesAreFree(
    tx: EntityManager,
    wanted: Pick<ClientPatch, 'name' | 'upstreamName'>,
    id = 0,
  ): Promise<void> {
    for (const field of ['name', 'upstreamName'] as const) {
      const value = wanted[field];
      if (value === undefined) continue;
      const isTaken = await tx.existsBy(Client, { [field]: value, id: Not(id) });
      if (isTaken) throw badInput(field, 'another client has it already');
    }
  }
}

async function findOrThrow(tx: EntityManager, id: number): Promise<Client> {
  const client = await tx.findOneBy(Client, { id });
  if (!client) throw new UserError('not_found', `There is no client ${id}`, 404);
  return client;
}
