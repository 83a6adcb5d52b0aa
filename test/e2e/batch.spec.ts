import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { json, ScriptedUpstream, upstreamRow, type Behaviour, type UpstreamRow } from '../support/scripted-upstream.js';
import { METRICS } from '../../src/domain/metrics.js';
import { startDemoUpstream } from '../../src/demo/demo-upstream.js';
import { IncidentMonitor } from '../../src/operations/alerts/incident-monitor.js';
import { Incident } from '../../src/operations/alerts/incident.entity.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';

const NOW = '2026-11-22T06:00:00.000Z';
const DAYS = ['2026-11-20', '2026-11-21'];
/** All restaurants of the agency, and as many as most tests need. */
const ALL = 127;
const SOME = 20;
const BATCH = 'POST /api/v1/getBatchStats';

describe('a batch call', () => {
  let upstream: ScriptedUpstream;
  let app: TestApp;
  let clock: TestClock;
  /** What the upstream holds, by id. */
  let held: Map<number, UpstreamRow[]>;
  let names: string[];
  let batches: number;

  beforeEach(() => start(SOME));

  async function start(restaurants: number): Promise<void> {
    names = Array.from({ length: restaurants }, (_, index) => `Restaurant ${index + 1}`);
    upstream = await ScriptedUpstream.start();
    clock = TestClock.at(NOW);
    batches = 0;
    held = new Map();
    setOrders(3);
    upstream.list(names.map((name, index) => ({ id: index + 1, name })));
    const env = {
      DELIVERY_STATS_API_URL: upstream.url,
      SYNC_ON_START: 'off',
      SYNC_ATTEMPTS: '1',
      SYNC_TIMEOUT_MS: '60000',
      ALERT_WEBHOOK_URL: `${upstream.url}/alerts`,
      ALERT_WEBHOOK_SECRET: 'a secret of the test',
      ALERT_ALLOW_PRIVATE: 'true',
    };
    app = await createTestApp({ env, clock });
    await app.server.backgroundStarted;
  }

  afterEach(stop);

  async function stop(): Promise<void> {
    await app.stop();
    await upstream.close();
  }

  /** Sets the rows of every restaurant in the calls for one restaurant. */
  function setOrders(orders: number): void {
    for (const [index, name] of names.entries()) {
      const id = index + 1;
      held.set(
        id,
        DAYS.map((date) => upstreamRow(date, { restaurant_id: id, restaurant_name: name, grab_orders: orders })),
      );
      upstream.serve(name, held.get(id) ?? []);
    }
  }

  /** Responds to the batch call as the contract says, after `change`. */
  const batchOf = (
    change: (body: Record<string, Record<string, UpstreamRow>>) => void = () => undefined,
  ): Behaviour => {
    return (request, response) => {
      const body = Object.fromEntries(
        [...held].map(([id, rows]) => [
          String(id),
          Object.fromEntries(rows.map((row) => [String(row.stat_date).slice(0, 10), row])),
        ]),
      );
      const sent = structuredClone(body);
      change(sent);
      json(200, sent)(request, response);
    };
  };

  function serveBatch(behaviour: Behaviour): void {
    upstream.route(BATCH, (request: IncomingMessage, response: ServerResponse) => {
      batches += 1;
      behaviour(request, response);
    });
  }

  /** Starts an incremental run; returns it with the calls of both kinds that it made. */
  async function sync(request: object = { daysBack: 7 }): Promise<{ run: RunDto; alone: number; batched: number }> {
    const before = [upstream.statsCalls().length, batches] as const;
    const run = await app.sync(request);
    return { run, alone: upstream.statsCalls().length - before[0], batched: batches - before[1] };
  }

  const ordersOf = async (name: string) => {
    const sql =
      'SELECT grab_orders AS orders FROM client_stat JOIN client ON client.id = client_id WHERE name = ? ORDER BY stat_date';
    return (await app.rows<{ orders: number }>(sql, [name])).map(({ orders }) => orders);
  };

  it('copies 127 restaurants with one call, compared with three restaurants, later with one', async () => {
    await stop();
    await start(ALL);
    serveBatch(batchOf());
    const first = await sync();
    expect(first).toMatchObject({ run: { status: 'completed', counts: { inserted: 254 } }, alone: 3, batched: 1 });
    setOrders(4);
    const second = await sync();
    expect(second).toMatchObject({ run: { status: 'completed', counts: { updated: 254 } }, alone: 1, batched: 1 });
    expect(await sync({ daysBack: 8 })).toMatchObject({ alone: ALL, batched: 0 });
    expect(await sync({ daysBack: 7, exact: true })).toMatchObject({ alone: ALL, batched: 0 });
    const { body } = await app.get('/clients?perPage=7');
    const few = body.items.map(({ id }) => id).slice(0, 7);
    expect(await sync({ daysBack: 7, clientIds: few })).toMatchObject({ alone: 7, batched: 0 });
  });

  it('keeps days, no days and no entry apart', async () => {
    serveBatch(batchOf());
    await sync();
    serveBatch(
      batchOf((body) => {
        body['10'] = {};
        delete body['11'];
        body['12'] = { '2026-11-21': upstreamRow('2026-11-21', { restaurant_id: 13 }) };
        body['14'] = { '2026-11-21': upstreamRow('2026-11-21', { restaurant_id: 14, restaurant_name: 'Renamed' }) };
        body['15'] = { '2026-11-21': { restaurant_id: 15 } };
      }),
    );
    setOrders(9);
    const { run, alone } = await sync();
    expect(alone).toBe(1 + 4);
    expect(run.counts).toMatchObject({ updated: 38 });
    const { body } = await app.get(`/sync/runs/${run.id}/items?perPage=200`);
    const notDone = body.items.filter(({ status }) => status !== 'done');
    expect(notDone).toMatchObject([{ clientName: 'Restaurant 10', status: 'suspicious_empty' }]);
    expect([await ordersOf('Restaurant 10'), await ordersOf('Restaurant 11')]).toEqual([
      [3, 3],
      [9, 9],
    ]);
  });

  it('reads the days of a server in Bali time by their dates, whatever their keys say', async () => {
    const inBaliTime = (date: unknown) => {
      const midnight = Date.parse(String(date).slice(0, 10)) - 8 * 3_600_000;
      return new Date(midnight).toISOString();
    };
    for (const rows of held.values()) for (const row of rows) row.stat_date = inBaliTime(row.stat_date);
    serveBatch(batchOf());
    const window = { from: DAYS[0]!, to: DAYS[1]! };
    expect(await sync(window)).toMatchObject({
      run: { status: 'completed', counts: { inserted: 2 * SOME, ignored: 0 } },
      alone: 3,
      batched: 1,
    });
  });

  it('copies nothing from a batch that differs, reports an incident and asks alone for a day', async () => {
    serveBatch(batchOf((body) => Object.values(body).forEach((days) => (days['2026-11-21']!.grab_orders = 77))));
    const { run, alone } = await sync();
    expect({ status: run.status, alone }).toEqual({ status: 'completed', alone: SOME });
    expect(await app.rows('SELECT * FROM client_stat WHERE grab_orders = 77')).toEqual([]);
    await app.server.app.get(IncidentMonitor).poll();
    const open = () => app.database.read((tx) => tx.findBy(Incident, { open: 1, kind: 'batch_differs' }));
    expect(await open()).toMatchObject([{ message: expect.stringContaining('returned other numbers') }]);
    expect(await sync()).toMatchObject({ batched: 0 });
    serveBatch(batchOf());
    clock.set('2026-11-23T06:00:01.000Z');
    expect(await sync()).toMatchObject({ batched: 1, alone: 3 });
  });

  it.each<[string, Behaviour]>([
    ['404', json(404, { error: 'Not found' })],
    ['405', json(405, {})],
    ['501', json(501, {})],
    [
      'the page of Express',
      (_, response) =>
        response.writeHead(400, { 'content-type': 'text/html' }).end('<pre>Cannot POST /api/v1/getBatchStats</pre>'),
    ],
  ])('is absent for a day after %s', async (_, behaviour) => {
    serveBatch(behaviour);
    expect(await sync()).toMatchObject({ run: { status: 'completed' }, alone: SOME, batched: 1 });
    clock.set('2026-11-23T05:00:00.000Z');
    expect(await sync()).toMatchObject({ run: { status: 'completed' }, batched: 0 });
    clock.set('2026-11-23T06:00:01.000Z');
    expect(await sync()).toMatchObject({ batched: 1 });
  });

  it('asks alone in the run in which it fails, and is tried again in the next one', async () => {
    const failures: Behaviour[] = [
      json(500, {}),
      json(429, {}),
      json(200, [1, 2]),
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"1": {'),
      (_, response) => response.destroy(),
    ];
    for (const failure of failures) {
      serveBatch(failure);
      expect(await sync()).toMatchObject({ run: { status: 'completed' }, alone: SOME, batched: 1 });
    }
    serveBatch(batchOf());
    expect(await sync()).toMatchObject({ batched: 1, alone: 3 });
  });
});

describe('a replica that was copied with batches', () => {
  it('equals the one that was copied restaurant by restaurant', async () => {
    const demo = await startDemoUpstream({ restaurants: 20, now: () => new Date(NOW) });
    const columns = METRICS.map(({ column }) => `stat.${column}`).join(', ');
    const replicaOf = async (requests: object[]) => {
      const env = { DELIVERY_STATS_API_URL: demo.url, SYNC_ON_START: 'off' };
      const app = await createTestApp({ env, clock: TestClock.at(NOW) });
      await app.server.backgroundStarted;
      for (const request of requests) expect(await app.sync(request)).toMatchObject({ status: 'completed' });
      const sql = `SELECT client_id, stat_date, ${columns}, total_sales, total_orders FROM client_stat stat ORDER BY client_id, stat_date`;
      const rows = await app.rows<object>(sql);
      await app.stop();
      return rows;
    };
    const weeks = [0, 1, 2, 3].map((week) => {
      const dayAt = (ago: number) => new Date(Date.parse('2026-11-21') - ago * 86_400_000).toISOString().slice(0, 10);
      return { from: dayAt(7 * week + 6), to: dayAt(7 * week) };
    });
    const batched = await replicaOf(weeks);
    expect(batched.length).toBeGreaterThan(300);
    expect(batched).toEqual(await replicaOf([{ daysBack: 28 }]));
    await demo.close();
  });
});
