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

const COLUMNS = `client.id AS "id", client.name AS "name", client.status AS "status", client.archived_at AS "archivedAt",
  client.manager_id AS "managerId", coalesce(client.start_date, replica.first_date) AS "start",
  replica.synced_at AS "syncedAt", replica.grab_through AS "grabThrough", replica.gojek_through AS "gojekThrough"`;
const FROM = 'FROM client LEFT JOIN client_replica replica ON replica.client_id = client.id';

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
  const conditions = [query.status === 'archived' ? 'client.archived_at IS NOT NULL' : 'client.archived_at IS NULL'];
  const parameters: (string | number)[] = [];
  if (query.status && query.status !== 'archived') {
    conditions.push('client.status = ?');
    parameters.push(query.status);
  }
  if (query.managerId !== undefined) {
    await assertManager(tx, query.managerId);
    conditions.push('client.manager_id = ?');
    parameters.push(query.managerId);
  }
  const clients: ListedClient[] = await tx.query(
    `SELECT ${COLUMNS} ${FROM} WHERE ${conditions.join(' AND ')}`,
    parameters,
  );
  const wanted = searchKey(query.search ?? '');
  return wanted === '' ? clients : clients.filter(({ name }) => searchKey(name).includes(wanted));
}

/** One client, archived or not; null when there is none. */
export async function listedClient(tx: EntityManager, id: number): Promise<ListedClient | null> {
  const rows: ListedClient[] = await tx.query(`SELECT ${COLUMNS} ${FROM} WHERE client.id = ?`, [id]);
  return rows[0] ?? null;
}
