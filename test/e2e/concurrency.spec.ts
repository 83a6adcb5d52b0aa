import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../src/domain/calendar/day.js';
import type { ClientPage } from '../../src/stats/reports/client-page.dto.js';
import type { Leaderboard } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import type { StartedRun } from '../../src/sync/planning/sync.service.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { startChild, startDemoProcess, type Child } from '../support/child.js';
import { STABLE_YESTERDAY, STABLE_TIMEZONE } from '../support/stable-timezone.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestResponse } from '../support/create-test-app.js';
import { databaseIn } from '../support/test-database.js';

const PERIOD = `from=${addDays(STABLE_YESTERDAY, -29)}&to=${STABLE_YESTERDAY}`;
const REQUESTS = 1_000;
const AT_ONCE = 16;

interface Client {
  id: number;
  notes: string | null;
}

/** A thousand mixed requests while a full run writes: nothing lost, nothing torn. */
describe('requests of managers during a full run', () => {
  let upstream: Awaited<ReturnType<typeof startDemoProcess>>;
  let folder: ReturnType<typeof temporaryFolder>;
  let server: Child;
  let call: <T>(method: string, path: string, body?: object) => Promise<TestResponse<T>>;

  beforeAll(async () => {
    upstream = await startDemoProcess('--delay-ms', '20');
    folder = temporaryFolder();
    const env = {
      DELIVERY_STATS_API_URL: upstream.url,
      BUSINESS_TIMEZONE: STABLE_TIMEZONE,
      SYNC_BACKFILL_DAYS: '90',
      SYNC_CRON: 'off',
    };
    const first = await createTestApp({ folder: folder.path, env });
    await first.startupRunEnd();
    const token = await first.token('admin');
    await first.stop();
    server = startChild('main.js', [], {
      ...env,
      PORT: '0',
      DATABASE_URL: await databaseIn(folder.path),
    });
    const port = await server.line((line) => (JSON.parse(line) as { port?: number }).port);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    call = async <T>(method: string, path: string, body?: object): Promise<TestResponse<T>> => {
      const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, request);
      return { status: response.status, headers: response.headers, body: (await response.json()) as T };
    };
  });

  afterAll(async () => {
    server.process.kill('SIGTERM');
    await server.exited;
    await upstream.stop();
    folder.discard();
  });

  it('keep every edit, get consistent responses, and let the run complete', async () => {
    const { items } = (await call<{ items: Client[] }>('GET', '/clients?perPage=500')).body;
    const ids = items.map(({ id }) => id);
    const wanted = new Map<number, string>();
    let answered = 0;
    let runs = 0;
    const stop = new AbortController();
    const keepRunning = (async () => {
      while (!stop.signal.aborted) {
        const { body } = await call<StartedRun>('POST', '/sync', { daysBack: Math.min(1100, 150 + 60 * runs) });
        expect(body.created).toBe(true);
        await server.line((line) =>
          line.includes('run ended') && line.includes(`"runId":${body.id},`) ? true : undefined,
        );
        expect((await call<RunDto>('GET', `/sync/runs/${body.id}`)).body.status).toBe('completed');
        runs++;
      }
    })();
    const one = async (request: number) => {
      const id = ids[request % ids.length] ?? 0;
      switch (request % 5) {
        case 0: {
          const notes = `note ${request}`;
          wanted.set(id, notes);
          const { status, body } = await call<Client>('PATCH', `/clients/${id}`, { notes });
          expect({ status, notes: body.notes }).toEqual({ status: 200, notes });
          break;
        }
        case 1:
          consistent((await call<Leaderboard>('GET', `/clients/leaderboard?${PERIOD}`)).body);
          break;
        case 2:
        case 3:
          consistentPage((await call<ClientPage>('GET', `/clients/${id}/stats?${PERIOD}`)).body);
          break;
        default:
          expect((await call('GET', '/sync/status')).status).toBe(200);
      }
      answered++;
    };
    let next = 0;
    const lane = async () => {
      while (next < REQUESTS) await one(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    stop.abort();
    await keepRunning;
    expect(answered).toBe(REQUESTS);
    expect(runs).toBeGreaterThan(0);
    for (const [id, notes] of wanted) {
      expect((await call<Client>('GET', `/clients/${id}`)).body.notes).toBe(notes);
    }
  });
});

/** Expects that totals equal the sums of the listed clients, to the sen. */
function consistent({ clients, totals }: Leaderboard): void {
  expect(clients).toHaveLength(127);
  for (const figure of ['totalSales', 'totalOrders', 'grabSales', 'gojekAdsSpend', 'fakeOrders'] as const) {
    const sum = clients.reduce((cents, client) => cents + Math.round((client[figure] ?? 0) * 100), 0);
    expect(Math.round((totals[figure] ?? 0) * 100)).toBe(sum);
  }
  expect(totals.coverage.days).toBe(clients.reduce((days, { coverage }) => days + coverage.days, 0));
}

/** Expects that the summary equals the sum of the listed days. */
function consistentPage({ summary, days }: ClientPage): void {
  const sum = days.reduce((cents, { totalSales }) => cents + Math.round((totalSales ?? 0) * 100), 0);
  expect(Math.round((summary.totalSales ?? 0) * 100)).toBe(sum);
  expect(days).toHaveLength(30);
}
