import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { toOperationalError } from '../database-errors.js';
import { isHeldSql, advisoryLockKeys } from './postgres-locks.js';
import { connectionTo } from './postgres-server.js';
import { OperationalError } from '../../../domain/index.js';

const RETRY_MS = 1_000;

/** An advisory lock on its own connection, which PostgreSQL releases when the process ends. A broken connection is opened again. */
export class PostgresServerLock {
  private readonly stop = new AbortController();

  private constructor(
    private readonly url: string,
    /** True when no other server may run on the replica. */
    readonly isOnlyServer: boolean,
    private client: pg.Client,
  ) {
    this.watch();
  }

  /** @throws OperationalError `second_server`, or when PostgreSQL does not respond. */
  static async acquire(url: string, { isOnlyServer }: { isOnlyServer: boolean }): Promise<PostgresServerLock> {
    const client = await connected(url);
    if (await locked(client, isOnlyServer)) return new PostgresServerLock(url, isOnlyServer, client);
    await client.end();
    throw new OperationalError(
      'second_server',
      'Another server already runs on this database. Stop it first; several servers on one database need REDIS_URL, all of them.',
    );
  }

  static async isHeld(url: string): Promise<boolean> {
    const client = await connected(url);
    try {
      const { rows } = await client.query<{ held: boolean }>(isHeldSql('server'));
      return rows[0]?.held ?? false;
    } finally {
      await client.end();
    }
  }

  async release(): Promise<void> {
    this.stop.abort();
    await this.client.end().catch(() => undefined);
  }

  private watch(): void {
    this.client.once('end', () => void this.renew());
  }

  private async renew(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        const client = await connected(this.url);
        if (await locked(client, this.isOnlyServer)) {
          this.client = client;
          this.watch();
          return;
        }
        await client.end();
      } catch {
        // PostgreSQL is down; the units of work report it.
      }
      await delay(RETRY_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(connectionTo(url));
  // The 'end' event starts the renewal; without an 'error' listener the error would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw toOperationalError(error);
  }
}

async function locked(client: pg.Client, isOnlyServer: boolean): Promise<boolean> {
  const lock = isOnlyServer ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await client.query<{ locked: boolean }>(`SELECT ${lock}(${advisoryLockKeys('server')}) AS locked`);
  return rows[0]?.locked ?? false;
}
