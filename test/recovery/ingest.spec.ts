import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import type { ReceiptDto } from '../../src/ingest/receipt.dto.js';
import { CLIENTS, CrashHarness, DAYS, haveSameDays, readPostgresReplica, type DaysAsText } from './crash-harness.js';
import { randomNumbers } from './random-numbers.js';
import { CRASH_TIMEOUT, ROUNDS, SEED } from './rounds.js';
import type { Child } from '../support/child.js';
import { describeOnPostgres, temporarySchema } from '../support/postgres.js';

const RECEIPTS = `SELECT receipt.batch_id AS batch, run.status,
  (SELECT COUNT(*) FROM sync_item item WHERE item.run_id = run.id) AS items,
  (SELECT SUM(item.inserted + item.updated) FROM sync_item item WHERE item.run_id = run.id) AS changed
  FROM push_receipt receipt JOIN sync_run run ON run.id = receipt.run_id ORDER BY receipt.id`;
const RUNS = `SELECT COUNT(*) AS runs FROM sync_run WHERE "trigger" = 'ingest'`;

/** What the replica keeps of a push. PostgreSQL returns big integers as text. */
interface StoredPush {
  readonly batch: string;
  readonly status: string;
  readonly items: number | string;
  readonly changed: number | string;
}

/** A replica as another program reads it. */
interface Replica {
  readonly days: () => Promise<ReadonlyMap<number, DaysAsText>>;
  readonly rows: <T>(sql: string) => Promise<T[]>;
}

type Held = ReadonlyMap<number, DaysAsText>;

function killsDuringPushes(
  name: string,
  suite: (name: string, body: () => void) => void,
  open: () => Promise<[CrashHarness, Replica]>,
): void {
  suite(`kill -9 during a push, replica on ${name}, ${ROUNDS} rounds, seed ${SEED}`, () => {
    const random = randomNumbers(SEED);
    const seen = { kills: 0, unsaid: 0, lost: 0, answered: 0 };
    let harness: CrashHarness;
    let replica: Replica;
    let running: Child;
    let url: string;
    let cells = 0;
    /** How long a push takes here. */
    let pushMs = 0;

    beforeAll(async () => {
      [harness, replica] = await open();
      await start();
    }, CRASH_TIMEOUT);

    afterAll(async () => {
      running.process.kill('SIGKILL');
      await running.exited;
      await harness.close();
      const { kills, lost, unsaid, answered } = seen;
      process.stderr.write(
        `pushes on ${name}: seed ${SEED}, ${kills} kills (${lost} before the commit, ${unsaid} between commit and response, ${answered} after it), ${cells} cells compared, none wrong\n`,
      );
    });

    async function start(): Promise<void> {
      ({ child: running, url } = await harness.start());
    }

    const push = (body: object) => harness.call<ReceiptDto>(url, 'POST', '/ingest', body, 'collector');

    /** Returns whether the replica holds all of the push or nothing of it. */
    async function isCommitted(batchId: string, before: Held): Promise<boolean> {
      const held = await replica.days();
      const stored = await replica.rows<StoredPush>(RECEIPTS);
      const [{ runs } = { runs: -1 }] = await replica.rows<{ runs: number | string }>(RUNS);
      expect(Number(runs)).toBe(stored.length);
      const receipts = stored.filter(({ batch }) => batch === batchId).length;
      for (const [index, days] of held) {
        const expected = receipts > 0 ? harness.expectedDays(index, harness.version) : before.get(index);
        expect(haveSameDays(days, expected ?? new Map())).toBe(true);
      }
      cells += CLIENTS * DAYS * 14;
      expect(receipts).toBeLessThan(2);
      return receipts === 1;
    }

    /** Sends the push and kills the server at a random moment of it. Returns whether the sender got its receipt. */
    async function pushAndKill(body: object): Promise<boolean> {
      const response = push(body).then(
        ({ status }) => status === 200,
        () => false,
      );
      await pause(random(Math.ceil(pushMs * 1.3)));
      running.process.kill('SIGKILL');
      expect(await running.exited).toBe('SIGKILL');
      seen.kills++;
      return response;
    }

    it(
      'holds all of a push or nothing, and the repeated batch is applied once with an honest receipt',
      async () => {
        for (let round = 0; round <= ROUNDS; round++) {
          const before = await replica.days();
          harness.version++;
          const batchId = `round-${round}`;
          const body = harness.pushBody(batchId);
          let isStored = false;
          for (let left = round === 0 ? 0 : 1 + random(2); left > 0; left--) {
            const wasAnswered = await pushAndKill(body);
            const wasStored = isStored;
            isStored = await isCommitted(batchId, before);
            // A receipt is sent after the commit, and what is committed stays.
            if (wasAnswered || wasStored) expect(isStored).toBe(true);
            seen[wasAnswered ? 'answered' : isStored ? 'unsaid' : 'lost']++;
            await start();
          }

          const started = performance.now();
          const { status, body: receipt } = await push(body);
          if (round === 0) pushMs = performance.now() - started;
          const changed = changedDays(before, harness);
          expect({ status, replayed: receipt.replayed }).toEqual({ status: 200, replayed: isStored });
          expect(sumOf(receipt)).toEqual({ changed, unchanged: CLIENTS * DAYS - changed });
          expect(await isCommitted(batchId, before)).toBe(true);
          expect((await replica.rows<StoredPush>(RECEIPTS)).at(-1)).toMatchObject({
            batch: batchId,
            status: 'completed',
          });
          const [last] = (await replica.rows<StoredPush>(RECEIPTS)).slice(-1);
          expect([Number(last?.items), Number(last?.changed)]).toEqual([CLIENTS, changed]);
          expect((await push(body)).body).toEqual({ ...receipt, replayed: true });
        }
      },
      CRASH_TIMEOUT,
    );
  });
}

function sumOf({ restaurants }: ReceiptDto): { changed: number; unchanged: number } {
  const sum = { changed: 0, unchanged: 0 };
  for (const { counts } of restaurants) {
    sum.changed += (counts?.inserted ?? 0) + (counts?.updated ?? 0);
    sum.unchanged += counts?.unchanged ?? 0;
  }
  return sum;
}

function changedDays(before: Held, harness: CrashHarness): number {
  let changed = 0;
  for (const [index, days] of before)
    for (const [day, values] of harness.expectedDays(index, harness.version)) if (days.get(day) !== values) changed++;
  return changed;
}

killsDuringPushes('SQLite', describe, async () => {
  const harness = await CrashHarness.create(() => 0, { INGEST: 'on' });
  const rows = <T>(sql: string) => {
    const db = new Sqlite(harness.file, { readonly: true });
    try {
      return Promise.resolve(db.prepare(sql).all() as T[]);
    } finally {
      db.close();
    }
  };
  return [harness, { rows, days: () => Promise.resolve(harness.readReplica()) }];
});

killsDuringPushes('PostgreSQL', describeOnPostgres, async () => {
  const databaseUrl = await temporarySchema();
  const harness = await CrashHarness.create(() => 0, { INGEST: 'on', DATABASE_URL: databaseUrl });
  const rows = async <T>(sql: string) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query(sql)).rows as T[];
    } finally {
      await client.end();
    }
  };
  return [harness, { rows, days: () => readPostgresReplica(databaseUrl) }];
});
