import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { RunEnded } from '../../src/sync/sync.events.js';
import { startScript } from '../support/child.js';
import { describeOnPostgres, temporarySchema } from '../support/postgres.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';
import { nothingFrom, ScriptedUpstream, upstreamRow, type UpstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { temporaryFolder } from '../support/test-replica.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const NAMES = Array.from({ length: 12 }, (_, index) => `Warung ${index + 1}`);

/** Where the product runs: its servers share the replica. */
interface Shape {
  readonly name: string;
  readonly servers: readonly TestApp[];
  readonly ends: ReplaySubject<RunDto>;
}

/** What {@link LIST_LOADED_PACKAGES} prints. */
interface LoadedPackages {
  readonly status: number;
  readonly listening: string[];
  readonly complete: string[];
}

/** Rows of each restaurant: gaps, an unreported platform, refunds and invalid rows. The second version has more and other days. */
function rowsOf(index: number, version: number): UpstreamRow[] {
  const rows: UpstreamRow[] = [];
  for (let day = 1; day <= 18 + version; day += 1) {
    if ((day + index) % 7 === 0) continue;
    const date = `2026-11-${String(day).padStart(2, '0')}`;
    const sales = `${(index + 1) * 1_000_003 + day * 37 * version}.${String((day * 13) % 100).padStart(2, '0')}`;
    const silent = (day + index) % 5 === 0 ? nothingFrom(day % 2 === 0 ? 'grab' : 'gojek') : {};
    const odd = day === 9 && index % 4 === 1 ? { grab_orders: -version } : {};
    rows.push(upstreamRow(date, { grab_sales: sales, gojek_sales: `-${day}.5`, ...silent, ...odd }));
  }
  return rows;
}

/**
 * Starts the built server on a SQLite file without REDIS_URL, and prints the packages of which the process has loaded a script:
 * once it listens and has served a page of the panel, and after it has loaded AdminJS.
 */
const LIST_LOADED_PACKAGES = `
  import { Session } from 'node:inspector';
  const packages = new Set();
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    const name = /^.*node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1];
    if (name) packages.add(name);
  });
  session.post('Debugger.enable');
  const { startServer } = await import('./dist/server.js');
  const { parseEnvironment } = await import('./dist/platform/config/index.js');
  const { createLogger } = await import('./dist/platform/logging/index.js');
  const { AdminjsService } = await import('./dist/admin/index.js');
  const config = parseEnvironment({ DATABASE_URL: process.argv[1], PORT: '0', SYNC_ON_START: 'off', LOG_LEVEL: 'silent' });
  const server = await startServer(config, createLogger(config, { stream: 'stderr' }));
  await server.backgroundStarted;
  const { status } = await fetch(new URL('/admin/login', server.url));
  const listening = [...packages];
  await server.app.get(AdminjsService).load();
  console.log(JSON.stringify({ status, listening, complete: [...packages] }));
  await server.close();
`;

describe('a server on SQLite without Redis', () => {
  it('loads nothing of Redis and PostgreSQL, and AdminJS only after it listens', async () => {
    const folder = temporaryFolder();
    try {
      const child = startScript(LIST_LOADED_PACKAGES, `sqlite:${folder.path}/replica.sqlite`);
      const { status, listening, complete } = await child.line((line) =>
        line.startsWith('{') ? (JSON.parse(line) as LoadedPackages) : undefined,
      );
      expect(await child.exited).toBe(0);
      expect(status).toBe(200);
      expect(listening).toEqual(expect.arrayContaining(['@nestjs/core', 'better-sqlite3', 'express']));
      expect(listening.filter((name) => /adminjs|^react/.test(name))).toEqual([]);
      expect(complete).toEqual(expect.arrayContaining(['adminjs', '@adminjs/nestjs']));
      expect(
        complete.filter((name) => /^(ioredis|bullmq|@nestjs\/bullmq|@bull-board\/.+|pg|pg-.+)$/.test(name)),
      ).toEqual([]);
    } finally {
      folder.discard();
    }
  });
});

describeOnPostgres('the deployment shapes of the product', () => {
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
      const servers: TestApp[] = [];
      const ends = new ReplaySubject<RunDto>();
      for (let at = 0; at < count; at += 1) {
        const clock = TestClock.at(NOW);
        const server = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, ...env }, clock });
        server.server.app.get(DomainEvents).on(RunEnded).subscribe(ends);
        servers.push(server);
      }
      shapes.push({ name, servers, ends });
      for (const client of NAMES) await servers[0]!.addClient(client);
    }

    async function copy({ servers, ends }: Shape): Promise<RunDto> {
      const { id } = (await servers[0]!.post<{ id: number }>('/sync', { full: true })).body;
      return firstValueFrom(ends.pipe(filter((run) => run.id === id)));
    }

    /** Every cell, and the file that a person would export. */
    async function replica({ servers }: Shape): Promise<unknown> {
      const app = servers.at(-1)!;
      const rows = await app.rows('SELECT * FROM client_stat ORDER BY client_id, stat_date');
      const marks = await app.rows('SELECT * FROM client_replica ORDER BY client_id');
      const rejected = await app.rows(
        'SELECT item.client_id, bad.stat_date, bad.field, bad.value, bad.reason FROM quarantined_row bad JOIN sync_item item ON item.id = bad.item_id ORDER BY item.run_id, item.client_id, bad.stat_date, bad.field',
      );
      const { body } = await app.get('/stats/export.csv?view=days&from=2026-11-01&to=2026-11-21');
      return { rows, marks, refused: rejected, body };
    }

    it('hold the same replica of the same upstream', async () => {
      await start('SQLite', 1, {});
      await start('PostgreSQL', 1, { DATABASE_URL: await temporarySchema() });
      await start('PostgreSQL and Redis', 2, { DATABASE_URL: await temporarySchema(), REDIS_URL: redis.url });
      for (const version of [1, 2]) {
        NAMES.forEach((name, index) => upstream.serve(name, rowsOf(index, version)));
        const held: [string, RunDto['counts'], unknown][] = [];
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
