import type { EntityManager } from 'typeorm';
import { assertManager } from '../auth/known-user.js';
import { badInput } from '../errors.js';
import type { Day } from './day.js';
import { searchKey } from './search-key.js';

/** A client as the ranked list needs it, with what the replica holds of it. */
export interface ListedClient {
  readonly id: number;
  readonly name: string;
  readonly status: 'active' | 'paused' | 'churned';
  readonly archivedAt: string | null;
  readonly managerId: number | null;
  /** `startDate`, else the first day it reported. */
  readonly start: Day | null;
  readonly syncedAt: string | null;
  readonly grabThrough: Day | null;
  readonly gojekThrough: Day | null;
}

/** Which clients a list shows. `clientId` asks for that one, archived or not. */
export interface Selection {
  readonly clientId?: number | undefined;
  readonly status?: 'active' | 'paused' | 'churned' | 'archived' | undefined;
  readonly managerId?: number | undefined;
  readonly search?: string | undefined;
}

const COLUMNS: Readonly<Record<keyof ListedClient, string>> = {
  id: 'client.id',
  name: 'client.name',
  status: 'client.status',
  archivedAt: 'client.archived_at',
  managerId: 'client.manager_id',
  start: 'coalesce(client.start_date, replica.first_date)',
  syncedAt: 'replica.synced_at',
  grabThrough: 'replica.grab_through',
  gojekThrough: 'replica.gojek_through',
};

/** The one statement that joins the clients' table: `client` and `replica`. */
function joined(tx: EntityManager) {
  const builder = tx
    .createQueryBuilder()
    .from('client', 'client')
    .leftJoin('client_replica', 'replica', 'replica.client_id = client.id');
  for (const [name, column] of Object.entries(COLUMNS)) builder.addSelect(column, name);
  return builder;
}

/**
 * The clients a list shows, in no order: all that are not archived, unless the selection says otherwise.
 * @throws UserError 400 for a manager or a client that does not exist.
 */
export async function listedClients(tx: EntityManager, query: Selection): Promise<ListedClient[]> {
  if (query.clientId !== undefined) {
    const client = await listedClient(tx, query.clientId);
    if (!client) throw badInput('clientId', 'no such client');
    return [client];
  }
  const builder = joined(tx);
  builder.where(query.status === 'archived' ? 'client.archived_at IS NOT NULL' : 'client.archived_at IS NULL');
  if (query.status && query.status !== 'archived') {
    builder.andWhere('client.status = :status', { status: query.status });
  }
  if (query.managerId !== undefined) {
    await assertManager(tx, query.managerId);
    builder.andWhere('client.manager_id = :managerId', { managerId: query.managerId });
  }
  const clients = await builder.getRawMany<ListedClient>();
  const wanted = searchKey(query.search ?? '');
  return wanted === '' ? clients : clients.filter(({ name }) => searchKey(name).includes(wanted));
}

/** One client, archived or not; null when there is none. */
export async function listedClient(tx: EntityManager, id: number): Promise<ListedClient | null> {
  return (await joined(tx).where('client.id = :id', { id }).getRawOne<ListedClient>()) ?? null;
}
