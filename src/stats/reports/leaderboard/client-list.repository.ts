import type { EntityManager } from 'typeorm';
import { ClientReplica } from '../../store/client-replica.entity.js';
import { assertUserExists } from '../../../auth/index.js';
import { Client, type ClientStatus } from '../../../clients/index.js';
import { badInput, type Day, toSearchKey } from '../../../domain/index.js';

/** A client and its replica summary, as reports need them. Instants are ISO 8601 UTC. */
export interface ListedClient {
  readonly id: number;
  readonly name: string;
  readonly status: ClientStatus;
  readonly archivedAt: string | null;
  readonly managerId: number | null;
  /** The first day on which a report is expected: `startDate`, else the first reported day. */
  readonly expectedFrom: Day | null;
  readonly syncedAt: string | null;
  readonly grabThrough: Day | null;
  readonly gojekThrough: Day | null;
}

/** Selects the clients of a report. `clientId` selects one client, archived or not, and ignores the other filters. */
export interface ClientSelection {
  readonly clientId?: number | undefined;
  readonly status?: ClientStatus | 'archived' | undefined;
  readonly managerId?: number | undefined;
  readonly search?: string | undefined;
}

const COLUMNS: Readonly<Record<keyof ListedClient, string>> = {
  id: 'client.id',
  name: 'client.name',
  status: 'client.status',
  archivedAt: 'client.archived_at',
  managerId: 'client.manager_id',
  expectedFrom: 'coalesce(client.start_date, replica.first_date)',
  syncedAt: 'replica.synced_at',
  grabThrough: 'replica.grab_through',
  gojekThrough: 'replica.gojek_through',
};

/** Builds the query that joins each client, as `client`, with its summary, as `replica`. */
function buildClientQuery(tx: EntityManager) {
  const builder = tx
    .createQueryBuilder()
    .from(Client, 'client')
    .leftJoin(ClientReplica, 'replica', 'replica.client_id = client.id');
  for (const [name, column] of Object.entries(COLUMNS)) builder.addSelect(column, name);
  return builder;
}

/**
 * Returns the selected clients in no particular order. Archived clients are left out unless the selection asks for them.
 * @throws UserError 400 for a manager or a client that does not exist.
 */
export async function findListedClients(tx: EntityManager, query: ClientSelection): Promise<ListedClient[]> {
  if (query.clientId !== undefined) {
    const client = await findListedClient(tx, query.clientId);
    if (!client) throw badInput('clientId', 'no such client');
    return [client];
  }
  const builder = buildClientQuery(tx);
  builder.where(query.status === 'archived' ? 'client.archived_at IS NOT NULL' : 'client.archived_at IS NULL');
  if (query.status && query.status !== 'archived') {
    builder.andWhere('client.status = :status', { status: query.status });
  }
  if (query.managerId !== undefined) {
    await assertUserExists(tx, query.managerId);
    builder.andWhere('client.manager_id = :managerId', { managerId: query.managerId });
  }
  const clients = await builder.getRawMany<ListedClient>();
  const wanted = toSearchKey(query.search ?? '');
  return wanted === '' ? clients : clients.filter(({ name }) => toSearchKey(name).includes(wanted));
}

/** Returns one client, archived or not; null when it does not exist. */
export async function findListedClient(tx: EntityManager, id: number): Promise<ListedClient | null> {
  return (await buildClientQuery(tx).where('client.id = :id', { id }).getRawOne<ListedClient>()) ?? null;
}
