import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { SyncWorker } from '../../src/sync/execution/sync-worker.js';
import { LogLines } from '../support/log-lines.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = '2026-11-21';
const API_KEY = 'key-of-the-agency-8f3a';

interface Health {
  readonly status: string;
  readonly version?: string;
  readonly details: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let upstream: ScriptedUpstream;
let app: TestApp;
let clock: TestClock;
let log: LogLines;

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  clock = TestClock.at(NOW);
  log = new LogLines();
  const env = { DELIVERY_STATS_API_URL: upstream.url, DELIVERY_STATS_API_KEY: API_KEY, SYNC_ATTEMPTS: '2' };
  app = await createTestApp({ env, clock, log });
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
});

async function health(role?: 'monitor'): Promise<{ status: number; body: Health }> {
  return app.request<Health>('GET', '/health', { role });
}

async function synced(): Promise<void> {
  upstream.serve('Warung', [upstreamRow(YESTERDAY)]);
  await app.addClient('Warung');
  expect((await app.sync()).status).toBe('completed');
}

describe('/health', () => {
  it('is ok with fresh data, and shows only states without a token', async () => {
    await synced();
    const { status, body } = await health();
    const up = { status: 'up' };
    const states = { replica: up, data: up, upstream: up, queue: up, sync: up };
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'ok', info: states, error: {}, details: states },
    });
  });

  it('shows values and the version to a monitor', async () => {
    await synced();
    const { status, body } = await health('monitor');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      details: {
        replica: { status: 'up', totalRecords: 1, clientsCount: 1 },
        data: { state: 'fresh', dataThrough: { grab: YESTERDAY, gojek: YESTERDAY }, syncedAt: NOW },
        upstream: { lastCall: '200' },
        queue: { driver: 'embedded' },
        sync: { running: false, lastRun: { status: 'completed' }, lastSuccessAt: NOW },
      },
    });
  });

  it('is degraded without data and with old data, and still responds 200', async () => {
    expect(await health()).toMatchObject({
      status: 200,
      body: { status: 'degraded', details: { data: { status: 'degraded' } } },
    });
    await synced();
    clock.set('2026-11-25T06:00:00.000Z');
    expect(await health('monitor')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        details: { data: { status: 'degraded', state: 'stale' }, replica: { status: 'up' } },
      },
    });
  });

  it('is degraded when upstream is unreachable', async () => {
    await synced();
    upstream.everyCall((_request, response) => response.destroy());
    expect((await app.sync()).status).toBe('failed');
    expect(await health('monitor')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        details: { upstream: { status: 'degraded', lastCall: 'upstream_unreachable' }, sync: { status: 'degraded' } },
      },
    });
    upstream.everyCall(null);
    await app.sync();
    expect((await health()).body.status).toBe('ok');
  });

  it('counts neither a missing list nor an aborted call as an upstream fault', async () => {
    await log.waitForMessage('there are no clients yet');
    expect(upstream.calls).toMatchObject([{ source: 'restaurants', name: null }]);
    expect((await health('monitor')).body.details.upstream).toEqual({ status: 'up', lastCall: '400' });
    await synced();
    upstream.hold();
    const ended = app.nextRunEnd();
    const { body } = await app.post('/sync');
    await upstream.waitForCalls(2);
    await app.post(`/sync/runs/${body.id}/cancel`);
    await ended;
    expect((await health()).body.details.upstream).toEqual({ status: 'up' });
  });

  it('responds 503 and names the part when the replica cannot be read', async () => {
    await synced();
    await app.token('monitor');
    const rename = (from: string, to: string) =>
      app.database.write((tx) => tx.query(`ALTER TABLE ${from} RENAME TO ${to}`));
    await rename('client_replica', 'lost');
    const stranger = await health();
    expect(stranger).toMatchObject({
      status: 503,
      body: { status: 'error', details: { replica: { status: 'down' } } },
    });
    expect(JSON.stringify(stranger.body)).not.toContain('client_replica');
    expect((await health('monitor')).body.details.replica).toMatchObject({
      message: expect.stringContaining('client_replica'),
    });
    const ready = await app.request('GET', '/health/ready');
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await app.request('GET', '/health/live')).status).toBe(200);
    await rename('lost', 'client_replica');
    expect((await health()).status).toBe(200);
  });

  it('reads nothing for /live, and shows only states for /ready', async () => {
    expect(await app.request('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const states = { replica: { status: 'up' }, consumer: { status: 'up' } };
    expect((await app.request('GET', '/health/ready')).body).toEqual({
      status: 'ok',
      info: states,
      error: {},
      details: states,
    });
  });
});

describe('/metrics', () => {
  type Samples = Map<string, number>;

  async function scrape(): Promise<{ text: string; samples: Samples }> {
    const { status, headers, body } = await app.request<string>('GET', '/metrics', { role: 'monitor' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const samples = new Map<string, number>();
    for (const line of body.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
      const at = line.lastIndexOf(' ');
      samples.set(line.slice(0, at), Number(line.slice(at + 1)));
    }
    return { text: body, samples };
  }

  it('has every documented name and label, in base units, with the prefix delivery_', async () => {
    await synced();
    await app.get(`/clients/leaderboard?from=${YESTERDAY}&to=${YESTERDAY}`);
    const { text, samples } = await scrape();
    const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(families).toEqual(
      expect.arrayContaining([
        'delivery_sync_runs_total counter',
        'delivery_sync_last_success_timestamp_seconds gauge',
        'delivery_sync_items_total counter',
        'delivery_sync_duration_seconds histogram',
        'delivery_rows_total counter',
        'delivery_upstream_request_duration_seconds histogram',
        'delivery_data_age_seconds gauge',
        'delivery_http_request_duration_seconds histogram',
        'delivery_event_loop_lag_seconds histogram',
      ]),
    );
    expect(families.filter((family) => !family.startsWith('delivery_'))).toEqual([]);
    const route = 'method="GET",route="/api/v1/clients/leaderboard",code="200"';
    for (const [sample, value] of [
      ['delivery_sync_runs_total{trigger="manual",status="completed"}', 1],
      ['delivery_sync_items_total{status="done"}', 1],
      ['delivery_rows_total{op="inserted"}', 1],
      ['delivery_sync_duration_seconds_count', 1],
      ['delivery_sync_last_success_timestamp_seconds', Date.parse(NOW) / 1000],
      ['delivery_upstream_request_duration_seconds_count{code="200"}', 1],
      ['delivery_data_age_seconds{platform="grab"}', 0],
      ['delivery_data_age_seconds{platform="gojek"}', 0],
      [`delivery_http_request_duration_seconds_count{${route}}`, 1],
    ] as const) {
      expect([sample, samples.get(sample)]).toEqual([sample, value]);
    }
  });

  it('counts every run and item by its final status', async () => {
    await synced();
    await app.addClient('Gone');
    await app.addClient('Broken');
    upstream.serve('Warung', [upstreamRow('2026-11-20'), upstreamRow(YESTERDAY, { grab_orders: 99 })]);
    upstream.next('Broken', json(500, {}), json(503, {}));
    await app.sync();
    clock.set('2026-11-25T06:00:00.000Z');
    const { samples } = await scrape();
    for (const [sample, value] of [
      ['delivery_sync_runs_total{trigger="manual",status="completed"}', 1],
      ['delivery_sync_runs_total{trigger="manual",status="partial"}', 1],
      ['delivery_sync_items_total{status="done"}', 2],
      ['delivery_sync_items_total{status="not_found"}', 1],
      ['delivery_sync_items_total{status="failed"}', 1],
      ['delivery_rows_total{op="inserted"}', 2],
      ['delivery_rows_total{op="updated"}', 1],
      ['delivery_upstream_request_duration_seconds_count{code="404"}', 1],
      ['delivery_upstream_request_duration_seconds_count{code="500"}', 1],
      ['delivery_upstream_request_duration_seconds_count{code="503"}', 1],
      ['delivery_sync_last_success_timestamp_seconds', Date.parse(NOW) / 1000],
      ['delivery_data_age_seconds{platform="grab"}', 3 * 86_400],
    ] as const) {
      expect([sample, samples.get(sample)]).toEqual([sample, value]);
    }
  });

  it('counts once a run whose process ended before it published the end', async () => {
    const runs = async () =>
      (await scrape()).samples.get('delivery_sync_runs_total{trigger="manual",status="completed"}');
    await synced();
    expect(await runs()).toBe(1);
    await app.database.write((tx) => tx.query('UPDATE sync_run SET announced_at = NULL'));
    await app.server.app.get(SyncWorker).poll();
    await app.server.app.get(SyncWorker).poll();
    expect(await runs()).toBe(2);
  });

  it('has no client name, no id and no unknown path in a label', async () => {
    await synced();
    await app.request('GET', '/made-up/path?secret=1');
    await app.get('/clients/4711');
    await app.get('/clients?search=Warung');
    const { text, samples } = await scrape();
    const labels = [...text.matchAll(/\{(.*)\}/g)].map(([, inside]) => inside).join('\n');
    expect(labels).toContain('route=');
    expect(labels).not.toMatch(/Warung|made-up|4711|secret/);
    expect(
      samples.get('delivery_http_request_duration_seconds_count{method="GET",route="/api/v1/clients/:id",code="404"}'),
    ).toBe(1);
    expect(samples.get('delivery_http_request_duration_seconds_count{method="GET",route="none",code="404"}')).toBe(1);
  });
});

describe('the OpenAPI description', () => {
  it('is served as a page, and lists every route of the API and of monitoring and no other', async () => {
    const page = await app.request<string>('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const { body } = await app.request<{ paths: Record<string, Record<string, unknown>> }>('GET', '/api/docs-json');
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const express: Express = app.server.app.getHttpAdapter().getInstance();
    const routed = express.router.stack
      .flatMap(({ route }) =>
        (route?.stack ?? []).map(({ method }) => `${method} ${String(route?.path).replace(/:(\w+)/g, '{$1}')}`),
      )
      .filter((route) => /^\w+ \/(api\/v1|api\/collector|health|metrics)(\/|$)/.test(route));
    expect(described.sort()).toEqual(routed.sort());
  });
});

describe('the log', () => {
  it('is JSON with one line per event, and names the request, the run and the client', async () => {
    await synced();
    const broken = await app.addClient('Broken');
    upstream.next('Broken', json(500, {}), json(500, {}));
    const run = await app.sync();
    expect(await log.waitForLine(({ code }) => code === 'upstream_error')).toMatchObject({
      runId: run.id,
      clientId: broken,
      calls: 2,
      level: 40,
    });
    expect(await log.waitForLine(({ msg, runId }) => msg === 'run ended' && runId === run.id)).toMatchObject({
      status: 'partial',
      trigger: 'manual',
    });
    const { headers } = await app.get('/clients?search=secret-search&page=1');
    const line = await log.waitForLine(({ reqId }) => reqId === headers.get('x-request-id'));
    expect(line).toMatchObject({
      method: 'GET',
      path: '/api/v1/clients?search=*&page=1',
      status: 200,
      ms: expect.any(Number),
      address: '127.0.0.1',
      caller: 'token:test admin',
    });
    const left = new AbortController();
    const bearer = { authorization: `Bearer ${await app.token('manager')}` };
    const stream = await fetch(`${app.server.url}/api/v1/events`, { headers: bearer, signal: left.signal });
    left.abort();
    const id = stream.headers.get('x-request-id');
    expect(await log.waitForLine(({ reqId }) => reqId === id)).toMatchObject({ status: 499, level: 30 });
    expect(log.text.split('\n').filter((one) => one !== '').length).toBe(log.lines.length);
  });

  it('holds no token, key, password or text from upstream', async () => {
    upstream.everyCall(json(500, { error: 'upstream-said', stderr: 'mysql://root:hunter2@db' }));
    await app.addClient('Warung');
    await app.sync();
    upstream.everyCall(json(200, { data: [{ stat_date: YESTERDAY, grab_sales: 'x', grab_token: 'gt_live_1' }] }));
    await app.sync();
    upstream.everyCall(json(403, { error: 'upstream-said' }));
    await app.sync();
    await app.server.app
      .get(UsersService)
      .create({ email: 'ani@example.com', role: 'manager', password: 'hunter2hunter2' }, SYSTEM);
    const authorization = `Bearer ds_${'x'.repeat(43)}`;
    await fetch(`${app.server.url}/api/v1/clients?token=hunter2`, {
      headers: { authorization, cookie: 'session=hunter2' },
    });
    await fetch(`${app.server.url}/api/v1/clients`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await app.token('admin')}`, 'content-type': 'application/json' },
      body: '{"password": "hunter2"',
    });
    await app.post('/clients', { name: 'x', password: 'hunter2', grab_token: 'gt_live_1' });
    expect(upstream.authorizations.at(-1)).toBe(`Bearer ${API_KEY}`);
    expect(log.lines.length).toBeGreaterThan(5);
    for (const secret of [
      API_KEY,
      await app.token('admin'),
      'xxxxxxxx',
      'hunter2',
      'gt_live_1',
      'upstream-said',
      'a good password',
    ]) {
      expect({ secret, logged: log.text.includes(secret) }).toEqual({ secret, logged: false });
    }
  });
});
