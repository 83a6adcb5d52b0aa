import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { OperationalError } from '../errors.js';
import { explained } from './database-errors.js';
import { heldSql, lockOf } from './postgres-locks.js';
import { connectionTo } from './postgres-server.js';

const RETRY_MS = 1_000;

/** An advisory lock on a connection of its own, which PostgreSQL gives up with the process. A connection that broke is made anew. */
export class PostgresServerLock {
  private readonly stop = new AbortController();

  private constructor(
    private readonly url: string,
    /** No other server may run on the replica. */
    readonly alone: boolean,
    private client: pg.Client,
  ) {
    this.watch();
  }

  /** @throws OperationalError `second_server`, or when PostgreSQL does not answer. */
  static async acquire(url: string, { alone }: { alone: boolean }): Promise<PostgresServerLock> {
    const client = await connected(url);
    if (await locked(client, alone)) return new PostgresServerLock(url, alone, client);
    await client.end();
    throw new OperationalError(
      'second_server',
      'Another server already runs on this database. Stop it first; several servers on one database need REDIS_URL, all of them.',
    );
  }

  static async isHeld(url: string): Promise<boolean> {
    const client = await connected(url);
    try {
      const { rows } = await client.query<{ held: boolean }>(heldSql('server'));
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
        if (await locked(client, this.alone)) {
          this.client = client;
          this.watch();
          return;
        }
        await client.end();
      } catch {
        // PostgreSQL is away; whoever needs it says so.
      }
      await delay(RETRY_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(connectionTo(url));
  // The end of the connection is what counts; without a listener an error would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw explained(error);
  }
}

async function locked(client: pg.Client, alone: boolean): Promise<boolean> {
  const lock = alone ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await client.query<{ locked: boolean }>(`SELECT ${lock}(${lockOf('server')}) AS locked`);
  return rows[0]?.locked ?? false;
}
