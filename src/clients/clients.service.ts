import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { SYSTEM, type Actor } from '../auth/actor.js';
import { AuditLog } from '../auth/audit-log.js';
import { assertManager } from '../auth/known-user.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { badInput, UserError } from '../errors.js';
import { byName } from '../stats/name-order.js';
import { searchKey } from '../stats/search-key.js';
import { Client, type ClientStatus } from './client.entity.js';
import type { ClientPatch, ClientsQuery, NewClient } from './client.schemas.js';

/** Who we watch. Names are kept verbatim, never trimmed. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** The clients a filter lets through, by name; archived ones only with `status: 'archived'`. */
  async list(query: Omit<ClientsQuery, 'page' | 'perPage'>): Promise<Client[]> {
    const wanted = searchKey(query.search ?? '');
    const clients = await this.database.read(async (tx) => {
      if (query.managerId !== undefined) await assertManager(tx, query.managerId);
      const builder = tx.createQueryBuilder(Client, 'client').orderBy('client.id');
      builder.where(query.status === 'archived' ? 'client.archived_at IS NOT NULL' : 'client.archived_at IS NULL');
      if (query.status && query.status !== 'archived')
        builder.andWhere('client.status = :status', { status: query.status });
      if (query.managerId !== undefined) builder.andWhere('client.manager_id = :id', { id: query.managerId });
      return builder.getMany();
    });
    const listed = wanted === '' ? clients : clients.filter(({ name }) => searchKey(name).includes(wanted));
    return listed.sort((a, b) => byName(a.name, b.name));
  }

  /** @throws UserError 404 */
  async get(id: number): Promise<Client> {
    return this.database.read((tx) => found(tx, id));
  }

  /**
   * Adds a client; its first sync is owed from this moment and taken on by the next run.
   * @throws UserError 400 for a name or upstream name that is taken, or an unknown manager.
   */
  async create(input: NewClient, by: Actor): Promise<Client> {
    const now = this.clock.now().toISOString();
    const upstreamName = input.upstreamName ?? input.name;
    const status = input.status ?? 'active';
    return this.database.write(async (tx) => {
      await this.assertFree(tx, { name: input.name, upstreamName });
      if (input.managerId != null) await assertManager(tx, input.managerId);
      const { identifiers } = await tx.insert(Client, {
        ...input,
        upstreamName,
        status,
        syncRequestedAt: status === 'active' ? now : null,
        createdAt: now,
        updatedAt: now,
      });
      const after = await found(tx, Number(identifiers[0]?.id));
      await this.audit.record(tx, { by, action: 'client.create', target: { type: 'client', id: after.id }, after });
      return after;
    });
  }

  /** @throws UserError 404, or 400 as {@link create}. */
  async update(id: number, patch: ClientPatch, by: Actor): Promise<Client> {
    return this.database.write(async (tx) => {
      const before = await found(tx, id);
      await this.assertFree(tx, patch, id);
      if (patch.managerId != null) await assertManager(tx, patch.managerId);
      await tx.update(Client, { id }, { ...patch, updatedAt: this.clock.now().toISOString() });
      return this.recordChange(tx, before, { by, action: 'client.update' });
    });
  }

  /** Gives several clients a status, all or none. @throws UserError 404 for an id nobody has. */
  async setStatus(ids: readonly number[], status: ClientStatus, by: Actor): Promise<number> {
    return this.eachOf(ids, async (tx, before, now) => {
      await tx.update(Client, { id: before.id }, { status, updatedAt: now });
      await this.recordChange(tx, before, { by, action: 'client.update' });
    });
  }

  /** {@link archive}s several clients, all or none. @throws UserError 404 for an id nobody has. */
  async archiveAll(ids: readonly number[], by: Actor): Promise<number> {
    return this.eachOf(ids, async (tx, before, now) => {
      if (before.archivedAt !== null) return;
      await tx.update(Client, { id: before.id }, { archivedAt: now, updatedAt: now });
      await this.recordChange(tx, before, { by, action: 'client.archive' });
    });
  }

  /** Takes a client out of every list and sync; its statistics stay. Idempotent. @throws UserError 404 */
  async archive(id: number, by: Actor): Promise<Client> {
    return this.setArchived(id, this.clock.now().toISOString(), { by, action: 'client.archive' });
  }

  /** Undoes {@link archive}. Idempotent. @throws UserError 404 */
  async restore(id: number, by: Actor): Promise<Client> {
    return this.setArchived(id, null, { by, action: 'client.restore' });
  }

  /**
   * The clients a sync covers: the named ones whatever their status, else all that are active and not archived. By id.
   * @throws UserError 400 naming an id that does not exist.
   */
  async toSync(tx: EntityManager, ids?: readonly number[]): Promise<Client[]> {
    if (!ids) return tx.find(Client, { where: { status: 'active', archivedAt: IsNull() }, order: { id: 'ASC' } });
    const clients = await tx.find(Client, { where: { id: In([...new Set(ids)]) }, order: { id: 'ASC' } });
    const unknown = ids.find((id) => !clients.some((client) => client.id === id));
    if (unknown !== undefined) throw badInput('clientIds', `there is no client ${unknown}`);
    return clients;
  }

  /** Every client, archived ones too, by its upstream name. */
  async byUpstreamName(): Promise<ReadonlyMap<string, Pick<Client, 'id' | 'name'>>> {
    const clients = await this.database.read((tx) =>
      tx.find(Client, { select: { id: true, name: true, upstreamName: true } }),
    );
    return new Map(clients.map(({ id, name, upstreamName }) => [upstreamName, { id, name }]));
  }

  /** A client that is known to exist, inside the caller's unit of work. @throws UserError 404 */
  named(tx: EntityManager, id: number): Promise<Client> {
    return found(tx, id);
  }

  /** Ids of the clients whose first sync is owed. */
  async owedFirstSync(tx: EntityManager): Promise<number[]> {
    const rows: { id: number }[] = await tx.query(
      'SELECT id FROM client WHERE sync_requested_at IS NOT NULL ORDER BY id',
    );
    return rows.map(({ id }) => id);
  }

  /** A run took these clients on: none of them is owed a first sync any more. */
  async firstSyncPlanned(tx: EntityManager, ids: readonly number[]): Promise<void> {
    const planned = new Set(ids);
    const owed = (await this.owedFirstSync(tx)).filter((id) => planned.has(id));
    if (owed.length > 0) await tx.update(Client, { id: In(owed) }, { syncRequestedAt: null });
  }

  /** Adds restaurants that upstream lists as active clients, verbatim; answers how many. For a replica without clients. */
  async addListed(listed: readonly { readonly id: string | null; readonly name: string }[]): Promise<number> {
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
      for (let at = 0; at < rows.length; at += 100) {
        await tx
          .createQueryBuilder()
          .insert()
          .into(Client)
          .values(rows.slice(at, at + 100))
          .updateEntity(false)
          .execute();
      }
      await this.audit.record(tx, { by: SYSTEM, action: 'client.import', after: { created: rows.length } });
      return rows.length;
    });
  }

  /** Whether any client exists, archived or not. */
  async any(): Promise<boolean> {
    return this.database.read((tx) => tx.exists(Client));
  }

  private eachOf(
    ids: readonly number[],
    change: (tx: EntityManager, client: Client, now: string) => Promise<void>,
  ): Promise<number> {
    const now = this.clock.now().toISOString();
    return this.database.write(async (tx) => {
      const distinct = [...new Set(ids)];
      for (const id of distinct) await change(tx, await found(tx, id), now);
      return distinct.length;
    });
  }

  private async recordChange(
    tx: EntityManager,
    before: Client,
    deed: { by: Actor; action: 'client.update' | 'client.archive' | 'client.restore' },
  ): Promise<Client> {
    const after = await found(tx, before.id);
    await this.audit.record(tx, { ...deed, target: { type: 'client', id: before.id }, before, after });
    return after;
  }

  private async setArchived(
    id: number,
    archivedAt: string | null,
    deed: { by: Actor; action: 'client.archive' | 'client.restore' },
  ): Promise<Client> {
    return this.database.write(async (tx) => {
      const client = await found(tx, id);
      if ((client.archivedAt === null) === (archivedAt === null)) return client;
      await tx.update(Client, { id }, { archivedAt, updatedAt: this.clock.now().toISOString() });
      return this.recordChange(tx, client, deed);
    });
  }

  /** SQLite names but one of two broken UNIQUE rules, and not the one a person would: so they are looked at before. */
  private async assertFree(
    tx: EntityManager,
    wanted: Pick<ClientPatch, 'name' | 'upstreamName'>,
    id = 0,
  ): Promise<void> {
    for (const field of ['name', 'upstreamName'] as const) {
      const value = wanted[field];
      if (value === undefined) continue;
      const taken = await tx.existsBy(Client, { [field]: value, id: Not(id) });
      if (taken) throw badInput(field, 'another client has it already');
    }
  }
}

async function found(tx: EntityManager, id: number): Promise<Client> {
  const client = await tx.findOneBy(Client, { id });
  if (!client) throw new UserError('not_found', `There is no client ${id}`, 404);
  return client;
}
