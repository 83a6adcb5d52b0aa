import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import type { RunView } from '../src/sync/run-view.js';
import { SyncSignals } from '../src/sync/sync-signals.js';
import { describeOnPostgres, temporarySchema } from './support/postgres.js';
import { describeWithRedisServer, RedisProcess } from './support/redis-process.js';
import { nothingFrom, ScriptedUpstream, wireRow, type WireRow } from './support/scripted-upstream.js';
import { TestClock, TestServer } from './support/test-server.js';

/** 22 November 2026, 14:00 in Bali: yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const NAMES = Array.from({ length: 12 }, (_, index) => `Warung ${index + 1}`);

/** Where the product runs: its servers share the replica. */
interface Shape {
  readonly name: string;
  readonly servers: readonly TestServer[];
  readonly ends: ReplaySubject<RunView>;
}

/** What each restaurant has: gaps, one platform silent, refunds, rows to refuse; more and other days in the second version. */
function rowsOf(index: number, version: number): WireRow[] {
  const rows: WireRow[] = [];
  for (let day = 1; day <= 18 + version; day += 1) {
    if ((day + index) % 7 === 0) continue;
    const date = `2026-11-${String(day).padStart(2, '0')}`;
    const sales = `${(index + 1) * 1_000_003 + day * 37 * version}.${String((day * 13) % 100).padStart(2, '0')}`;
    const silent = (day + index) % 5 === 0 ? nothingFrom(day % 2 === 0 ? 'grab' : 'gojek') : {};
    const odd = day === 9 && index % 4 === 1 ? { grab_orders: -version } : {};
    rows.push(wireRow(date, { grab_sales: sales, gojek_sales: `-${day}.5`, ...silent, ...odd }));
  }
  return rows;
}

describeOnPostgres('the shapes of the product', () => {
  describeWithRedisServer('with a Redis', () => {
    let redis: RedisProcess;
    let upstream: ScriptedUpstream;
    let shapes: Shape[];

    beforeEach(async () => {
      redis = await RedisProcess.create();
      await redis.start();
      upstream = await ScriptedUpstream.start();
      shapes = [];
    });

    afterEach(async () => {
      for (const { servers } of shapes) await Promise.all(servers.map((server) => server.stop()));
      await redis.kill();
      await upstream.close();
    });

    async function start(name: string, count: number, env: Record<string, string>): Promise<void> {
      const servers: TestServer[] = [];
      const ends = new ReplaySubject<RunView>();
      for (let at = 0; at < count; at += 1) {
        const clock = TestClock.at(NOW);
        const server = await TestServer.start({ env: { DELIVERY_STATS_API_URL: upstream.url, ...env }, clock });
        server.server.app.get(SyncSignals).runEnded.subscribe(ends);
        servers.push(server);
      }
      shapes.push({ name, servers, ends });
      for (const client of NAMES) await servers[0]!.addClient(client);
    }

    async function copy({ servers, ends }: Shape): Promise<RunView> {
      const { id } = (await servers[0]!.post<{ id: number }>('/sync', { full: true })).body;
      return firstValueFrom(ends.pipe(filter((run) => run.id === id)));
    }

    /** Every cell, and the file that a person would export. */
    async function replica({ servers }: Shape): Promise<unknown> {
      const app = servers.at(-1)!;
      const rows = await app.rows('SELECT * FROM client_stat ORDER BY client_id, stat_date');
      const marks = await app.rows('SELECT * FROM client_replica ORDER BY client_id');
      const refused = await app.rows(
        'SELECT item.client_id, bad.stat_date, bad.field, bad.value, bad.reason FROM quarantined_row bad JOIN sync_item item ON item.id = bad.item_id ORDER BY item.run_id, item.client_id, bad.stat_date, bad.field',
      );
      const { body } = await app.get('/stats/export.csv?view=days&from=2026-11-01&to=2026-11-21');
      return { rows, marks, refused, body };
    }

    it('hold the same replica of the same upstream', async () => {
      await start('SQLite', 1, {});
      await start('PostgreSQL', 1, { DATABASE_URL: await temporarySchema() });
      await start('PostgreSQL and Redis', 2, { DATABASE_URL: await temporarySchema(), REDIS_URL: redis.url });
      for (const version of [1, 2]) {
        NAMES.forEach((name, index) => upstream.serve(name, rowsOf(index, version)));
        const held: [string, RunView['counts'], unknown][] = [];
        for (const shape of shapes) {
          const { counts, status } = await copy(shape);
          expect([shape.name, status]).toEqual([shape.name, 'partial']);
          held.push([shape.name, counts, await replica(shape)]);
        }
        const [[, counts, first]] = held as [(typeof held)[number]];
        expect(counts.inserted).toBeGreaterThan(0);
        for (const [name, others, other] of held) expect([name, others, other]).toEqual([name, counts, first]);
      }
    });
  });
});
