import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, type UnitOfWork } from '../database/database.js';
import { ClientColumns } from './client-columns.js';
import { ClientReplica } from './client-replica.entity.js';
import { StatRows } from './stat-rows.js';

/** Clients read in one go: about 10 ms of a year each, so that other requests get their turn. */
const CHUNK = 20;

const NOTHING = new ClientColumns([]);

/**
 * Every client's history in memory. It is validated on every use: a client whose revision in SQL is not the one that was
 * read is read again, whoever wrote it, so the cache can't disagree with the replica.
 */
@Injectable()
export class ColumnsCache {
  private readonly held = new Map<number, { readonly revision: number; readonly columns: ClientColumns }>();
  private stampHeld = '';
  /** Units take turns: what is held must be of the snapshot that is being read. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly rows: StatRows,
  ) {}

  /**
   * Runs `work` on one snapshot of the replica with the columns of exactly that snapshot. Before, out-of-date clients are
   * read in small portions, each its own unit of work.
   */
  async read<T>(work: (tx: EntityManager, columnsOf: (clientId: number) => ClientColumns) => Promise<T>): Promise<T> {
    await this.warm();
    return this.alone(async (tx) => {
      await this.refresh(tx, Infinity);
      return work(tx, (clientId) => this.held.get(clientId)?.columns ?? NOTHING);
    });
  }

  /** Reads what is out of date, a portion at a time. */
  async warm(): Promise<void> {
    while (await this.alone((tx) => this.refresh(tx, CHUNK))) await nextTurn();
  }

  private alone<T>(work: UnitOfWork<T>): Promise<T> {
    const result = this.turn.then(() => this.database.read(work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Reads at most `limit` out-of-date clients; answers whether more are left. */
  private async refresh(tx: EntityManager, limit: number): Promise<boolean> {
    const stamp = await this.stamp(tx);
    if (stamp === this.stampHeld) return false;
    const stale = (await this.revisions(tx)).filter(
      ({ clientId, revision }) => this.held.get(clientId)?.revision !== revision,
    );
    const next = stale.slice(0, limit);
    const ids = next.map(({ clientId }) => clientId);
    const histories = await this.rows.histories(tx, ids);
    for (const { clientId, revision } of next) {
      this.held.set(clientId, { revision, columns: new ClientColumns(histories.get(clientId) ?? []) });
    }
    if (stale.length > limit) return true;
    this.stampHeld = stamp;
    return false;
  }

  /** Revisions only grow and are never taken away: their number and sum are the same only when each of them is. */
  private async stamp(tx: EntityManager): Promise<string> {
    const [row]: { clients: number; revisions: number | null }[] = await tx.query(
      'SELECT count(*) AS clients, sum(revision) AS revisions FROM client_replica',
    );
    return `${row?.clients} ${row?.revisions}`;
  }

  private revisions(tx: EntityManager): Promise<{ clientId: number; revision: number }[]> {
    return tx
      .createQueryBuilder(ClientReplica, 'replica')
      .select('replica.client_id', 'clientId')
      .addSelect('replica.revision', 'revision')
      .getRawMany();
  }
}
