import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CollectionRun } from '../../src/collection/collection-run.entity.js';
import { CollectionSchedule } from '../../src/collection/collection.schedule.js';
import type { CollectionDto } from '../../src/collection/collection.dto.js';
import { CollectionWorker } from '../../src/collection/collection-worker.js';
import type { CollectionShape } from '../../src/demo/collection/collection.js';
import { startDemoUpstream, type DemoUpstream } from '../../src/demo/demo-upstream.js';
import { EventStream } from '../support/event-stream.js';
import { LogLines } from '../support/log-lines.js';
import { json, ScriptedUpstream, upstreamRow, type Behaviour } from '../support/scripted-upstream.js';
import { respondWith } from '../support/upstream-faults.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

const TRIGGER = 'POST /api/v1/triggerCollection';
const STATUS = 'GET /api/v1/collectionStatus';
const SECRET = 'Passw0rd';
/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';

let clock: TestClock;
let app: TestApp;
let log: LogLines;

beforeEach(() => {
  clock = TestClock.at(NOW);
  log = new LogLines();
});

const state = async () => (await app.get('/collection/status')).body;
const ended = (view: CollectionDto) => view.finishedAt !== null;

/** Returns everything that the replica holds of collections, as text. */
async function stored(): Promise<string> {
  return JSON.stringify(await app.rows('SELECT * FROM collection_run'));
}

describe('collection from the demo upstream', () => {
  let demo: DemoUpstream;

  afterEach(async () => {
    await app.stop();
    await demo.close();
    expect(log.text).not.toContain(SECRET);
  });

  async function start(collection: CollectionShape): Promise<void> {
    demo = await startDemoUpstream({ now: () => clock.now(), collection, collectionMs: 0, restaurants: 6 });
    const env = { DELIVERY_STATS_API_URL: demo.url, SYNC_BACKFILL_DAYS: '10' };
    app = await createTestApp({ env, clock, log });
    await app.startupRunEnd();
    clock.set('2026-11-22T06:10:00.000Z');
  }

  it.each(['blocking', 'background', 'tracked', 'dropping', 'garbled'] as const)(
    'copies what a %s collection rewrote, and reports changed numbers',
    async (shape) => {
      await start(shape);
      const view = await app.collect({ thenSync: true });
      expect(view).toMatchObject({
        status: 'succeeded',
        dataMoved: true,
        trigger: 'manual',
        actor: 'token:test admin',
      });
      const { body: run } = await app.get(`/sync/runs/${view.syncRunId}`);
      expect(run).toMatchObject({
        trigger: 'collection',
        status: 'completed',
        window: { from: '2026-11-19', to: '2026-11-21' },
      });
      expect(run.counts.updated + run.counts.inserted).toBeGreaterThan(0);
      expect(await state()).toEqual({ supported: true, activeRun: null, lastRun: view });
    },
  );

  it('reports nothing about changed numbers when no sync followed', async () => {
    await start('blocking');
    expect(await app.collect()).toMatchObject({ status: 'succeeded', dataMoved: null, syncRunId: null });
    expect((await app.get('/sync/runs')).body.total).toBe(1);
  });

  it('distinguishes a success without changes from one with changes', async () => {
    await start('fruitless');
    expect(await app.collect({ thenSync: true })).toMatchObject({ status: 'no_new_data', dataMoved: false });
    expect(await app.collect()).toMatchObject({ status: 'succeeded', dataMoved: null });
  });

  it('neither stores nor shows the output of a failed script, and does not sync', async () => {
    await start('failing');
    const view = await app.collect({ thenSync: true });
    expect(view).toMatchObject({ status: 'failed', dataMoved: null, syncRunId: null });
    expect(view.message).toContain('The collection script of upstream failed');
    expect(JSON.stringify(view) + (await stored())).not.toMatch(/Passw0rd|ETIMEDOUT|exited with code/);
  });

  it('responds that collection is not supported where upstream cannot collect', async () => {
    await start('unsupported');
    expect(await state()).toEqual({ supported: null, activeRun: null, lastRun: null });
    expect(await app.collect({ thenSync: true })).toMatchObject({ status: 'unsupported', dataMoved: null });
    expect(await state()).toMatchObject({ supported: false, activeRun: null, lastRun: { status: 'unsupported' } });
  });

  it('waits for the longest script time when upstream has no status, then syncs', async () => {
    await start('blind');
    const stream = await EventStream.open(app);
    const ending = app.nextCollectionEnd();
    const { body } = await app.post('/collection', { thenSync: true });
    await stream.next<CollectionDto>('collection', ({ status }) => status === 'unknown');
    expect((await app.post('/collection')).body).toEqual({ id: body.id, created: false });
    clock.set('2026-11-22T06:26:00.000Z');
    expect(await ending).toMatchObject({ status: 'unknown', dataMoved: true });
    await stream.close();
  });
});

describe('collection from a faulty upstream', () => {
  let upstream: ScriptedUpstream;
  let folder: ReturnType<typeof temporaryFolder>;
  let posts: number;

  beforeEach(async () => {
    folder = temporaryFolder();
    upstream = await ScriptedUpstream.start();
    upstream.serve('Warung', [upstreamRow('2026-11-21')]);
    upstream.route(STATUS, json(404, {}));
    posts = 0;
    await start();
  });

  afterEach(async () => {
    await app.stop();
    await upstream.close();
    folder.discard();
    expect(log.text).not.toContain(SECRET);
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    const all = { DELIVERY_STATS_API_URL: upstream.url, SYNC_ON_START: 'off', SYNC_ATTEMPTS: '1', ...env };
    app = await createTestApp({ env: all, clock, log, folder: folder.path });
  }

  function trigger(behaviour: Behaviour): void {
    upstream.route(TRIGGER, (request, response) => {
      posts += 1;
      behaviour(request, response);
    });
  }

  const says = (status: object) => upstream.route(STATUS, json(200, status));
  const idle = (completedAt: string | null, success = true) =>
    says({ isRunning: false, lastRun: completedAt, lastResult: { success, error: SECRET, completed_at: completedAt } });
  const running = () => says({ isRunning: true, lastRun: NOW, lastResult: null });

  /** Sends no response; resolves `arrived` with a function that sends one. */
  function hold(): { arrived: Promise<(behaviour: Behaviour) => void> } {
    let take: (respond: (behaviour: Behaviour) => void) => void;
    const arrived = new Promise<(behaviour: Behaviour) => void>((resolve) => (take = resolve));
    trigger((request: IncomingMessage, response: ServerResponse) => {
      take((behaviour) => behaviour(request, response));
    });
    return { arrived };
  }

  /** Polls the state and resolves with the first collection that `accept` accepts. */
  async function becomes(accept: (view: CollectionDto) => boolean): Promise<CollectionDto> {
    for (;;) {
      const { activeRun, lastRun } = await state();
      const view = activeRun ?? lastRun;
      if (view && accept(view)) return view;
      await app.server.app.get(CollectionWorker).poll();
      await nextTurn();
    }
  }

  it.each([
    [
      'unchanged',
      'succeeded',
      /^The collection at upstream has ended\. Upstream does not say that it collected anything\.$/,
    ],
    [SECRET, 'succeeded', /does not say that it collected anything\.$/],
    ['unknown', 'unknown', /nobody knows how it went\.$/],
  ])('takes success: null with the error "%s" for no success', async (error, status, message) => {
    idle('2026-11-21T00:31:00.000Z');
    trigger(json(200, { success: true, message: '', started_at: NOW }));
    const ending = app.nextCollectionEnd();
    await app.post('/collection', {});
    await becomes((view) => view.status === 'running');
    says({
      isRunning: false,
      lastRun: NOW,
      lastResult: { success: null, error, completed_at: '2026-11-22T06:01:00.000Z' },
    });
    await app.server.app.get(CollectionWorker).poll();
    const view = await ending;
    expect(view).toMatchObject({ status, dataMoved: null, message: expect.stringMatching(message) });
    expect(JSON.stringify(view) + (await stored())).not.toContain(SECRET);
  });

  it.each([
    ['a 403', json(403, { error: SECRET }), /refuses access \(status 403\).*DELIVERY_STATS_API_KEY/],
    ['a 429', json(429, {}), /asks for fewer calls/],
    ['a 400', json(400, { error: SECRET }), /rejected the request \(status 400\)/],
    [
      'a redirect',
      (_: unknown, response: ServerResponse) => response.writeHead(307, { location: '/x' }).end(),
      /not followed/,
    ],
    [
      'a 500 that is a page',
      (_: unknown, response: ServerResponse) => response.writeHead(500).end(`<p>${SECRET}`),
      /script of upstream failed/,
    ],
    ['success: false', json(200, { success: false, error: SECRET }), /script of upstream failed/],
  ] as const)('fails after %s with a readable message', async (_, behaviour, message) => {
    trigger(behaviour);
    const view = await app.collect({ thenSync: true });
    expect(view).toMatchObject({ status: 'failed', dataMoved: null });
    expect(view.message).toMatch(message);
    expect(posts).toBe(1);
    expect(JSON.stringify(view) + (await stored())).not.toContain(SECRET);
  });

  it.each([
    ['a byte order mark', Buffer.from('\uFEFF{"success": true, "restaurants_updated": 127}'), {}],
    [
      'gzip',
      gzipSync('{"success": true, "message": "ok", "restaurants_updated": 127}'),
      { 'content-encoding': 'gzip' },
    ],
    [
      'brotli',
      brotliCompressSync('{"success": true, "restaurants_updated": 127, "ratio": NaN}'),
      { 'content-encoding': 'br' },
    ],
  ])('succeeds after a response with %s, and repeats no number of it', async (_, body, headers) => {
    trigger(respondWith(body, { 'content-type': 'application/json', ...headers }));
    expect(await app.collect()).toMatchObject({
      status: 'succeeded',
      message: 'The collection at upstream has ended.',
    });
  });

  it('succeeds when the last result of upstream holds U+0000', async () => {
    idle('2026-11-22T05:00:00Z\0');
    trigger(json(200, { success: true, restaurants_updated: 1 }));
    expect(await app.collect()).toMatchObject({ status: 'succeeded' });
    expect(await stored()).toContain('2026-11-22T05:00:00Z\uFFFD');
  });

  it('fails when upstream is unreachable, and allows a new request at once', async () => {
    await upstream.close();
    expect(await app.collect()).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('No server responds'),
    });
    expect(await app.collect()).toMatchObject({ status: 'failed' });
    upstream = await ScriptedUpstream.start();
  });

  it('follows a collection that already runs, and copies its result', async () => {
    await app.addClient('Warung');
    running();
    trigger(json(409, { success: false, error: SECRET, started_at: '2026-11-22T05:50:00Z' }));
    const ending = app.nextCollectionEnd();
    await app.post('/collection', { thenSync: true });
    await becomes(({ status }) => status === 'running');
    idle('2026-11-22T06:05:00Z');
    expect(await ending).toMatchObject({ status: 'succeeded', dataMoved: true });
    expect(posts).toBe(1);
  });

  it.each([
    ['is cut', (request: IncomingMessage) => request.socket.destroy()],
    ['gets the response of a gateway', json(504, {})],
    [
      'gets half a document',
      (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"success": tr', () => response.destroy());
      },
    ],
    ['gets another document', json(200, { hello: SECRET })],
  ] as const)('polls the status and sends no second request when the request %s', async (_, behaviour) => {
    idle('2026-11-21T00:31:00Z');
    trigger((request, response) => {
      running();
      behaviour(request, response);
    });
    const ending = app.nextCollectionEnd();
    await app.post('/collection');
    await becomes(({ status }) => status === 'running');
    idle('2026-11-22T06:05:00Z', false);
    expect(await ending).toMatchObject({ status: 'failed' });
    expect(posts).toBe(1);
    expect(await stored()).not.toContain(SECRET);
  });

  it('fails when the status shows after a minute that the request was lost', async () => {
    idle('2026-11-21T00:31:00Z');
    trigger((request) => request.socket.destroy());
    const ending = app.nextCollectionEnd();
    await app.post('/collection');
    await becomes(({ status }) => status === 'unknown');
    await nextPoll();
    // What it told is taken in when this is through.
    await app.server.app.get(CollectionWorker).poll();
    clock.set('2026-11-22T06:01:01.000Z');
    expect(await ending).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('did not reach upstream'),
    });
    expect(posts).toBe(1);
  });

  it('is unknown without a status, and allows a new start only after 16 minutes', async () => {
    trigger((request) => request.socket.destroy());
    const ending = app.nextCollectionEnd();
    const { body } = await app.post('/collection');
    await becomes(({ status }) => status === 'unknown');
    clock.set('2026-11-22T06:15:59.000Z');
    expect(await app.post('/collection')).toMatchObject({ status: 200, body: { id: body.id, created: false } });
    clock.set('2026-11-22T06:16:00.000Z');
    expect(await ending).toMatchObject({ id: body.id, status: 'unknown' });
    expect(posts).toBe(1);
    trigger(json(200, { success: true, restaurants_updated: 1 }));
    expect(await app.collect()).toMatchObject({ status: 'succeeded' });
    expect(posts).toBe(2);
  });

  it('times out when the response or the status exceeds the longest script time', async () => {
    const { arrived } = hold();
    const first = app.nextCollectionEnd();
    await app.post('/collection');
    await arrived;
    clock.set('2026-11-22T06:16:00.000Z');
    expect(await first).toMatchObject({ status: 'timed_out' });
    running();
    trigger(json(200, { success: true, started_at: NOW }));
    const second = app.nextCollectionEnd();
    await app.post('/collection');
    await becomes(({ status }) => status === 'running');
    clock.set('2026-11-22T06:32:00.000Z');
    expect(await second).toMatchObject({ status: 'timed_out' });
    expect(posts).toBe(2);
  });

  it('waits for the active run before it syncs', async () => {
    const id = await app.addClient('Warung');
    const held = upstream.hold();
    const first = await app.post('/sync', { clientIds: [id] });
    await upstream.waitForCalls(1);
    trigger(json(200, { success: true, restaurants_updated: 1 }));
    const ending = app.nextCollectionEnd();
    await app.post('/collection', { thenSync: true });
    await becomes(({ message }) => message !== null);
    expect((await state()).activeRun).toMatchObject({ status: 'running', syncRunId: null });
    held.release();
    const view = await ending;
    expect(view).toMatchObject({ status: 'no_new_data', dataMoved: false });
    expect(view.syncRunId).toBeGreaterThan(first.body.id);
  });

  it('does not report numbers as unchanged when the sync failed', async () => {
    await app.addClient('Warung');
    upstream.everyCall(json(500, {}));
    trigger(json(200, { success: true, restaurants_updated: 1 }));
    const view = await app.collect({ thenSync: true });
    expect(view).toMatchObject({ status: 'succeeded', dataMoved: null });
    expect(view.message).toContain('ended failed');
  });

  it('makes one run and one request when two admins press at once, twenty times', async () => {
    await app.addClient('Warung');
    for (let round = 1; round <= 20; round++) {
      // Neither ends before the second admin's request has come.
      const [{ arrived }, statistics] = [hold(), upstream.hold()];
      const [collected, synced] = [app.nextCollectionEnd(), app.nextRunEnd()];
      const responses = await Promise.all([
        app.post('/collection'),
        app.post('/collection'),
        app.post('/sync'),
        app.post('/sync'),
      ]);
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 202, 202]);
      expect(responses[0].body.id).toBe(responses[1].body.id);
      expect(responses[2].body.id).toBe(responses[3].body.id);
      (await arrived)(json(200, { success: true, restaurants_updated: 1 }));
      statistics.release();
      await Promise.all([collected, synced]);
      expect(posts).toBe(round);
    }
    expect(await app.rows('SELECT count(*) AS runs FROM collection_run')).toEqual([{ runs: 20 }]);
    expect(await app.rows('SELECT count(*) AS runs FROM sync_run')).toEqual([{ runs: 20 }]);
  });

  it('sends its progress on the event stream, also to a late subscriber', async () => {
    const { arrived } = hold();
    const stream = await EventStream.open(app);
    await app.post('/collection');
    expect(await stream.next('collection')).toMatchObject({ status: 'requesting', finishedAt: null });
    const respond = await arrived;
    const later = await EventStream.open(app);
    expect(await later.next('collection')).toMatchObject({ status: 'requesting' });
    respond(json(200, { success: true, restaurants_updated: 12 }));
    for (const one of [stream, later]) {
      expect(await one.next<CollectionDto>('collection', ended)).toMatchObject({
        status: 'succeeded',
        message: 'The collection at upstream has ended.',
      });
      await one.close();
    }
  });

  it('aborts the request at shutdown and polls the status at the next start', async () => {
    const { arrived } = hold();
    await app.post('/collection');
    await arrived;
    await app.stop();
    idle('2026-11-22T06:05:00Z');
    await start();
    const view = await becomes(ended);
    expect(view).toMatchObject({ status: 'succeeded' });
    expect(posts).toBe(1);
  });

  it.each([
    ['has a status', true],
    ['has none', false],
  ])('sends no second request after a crash during the first, when upstream %s', async (_, hasStatus) => {
    await app.database.write((tx) =>
      tx.insert(CollectionRun, {
        status: 'requesting',
        active: 1,
        trigger: 'manual',
        thenSync: false,
        createdAt: NOW,
        requestedAt: NOW,
        limitAt: '2026-11-22T06:16:00.000Z',
        resultBefore: '2026-11-21T00:31:00Z',
        leaseOwner: 'a process that was killed',
        leaseUntil: '2026-11-22T06:00:10.000Z',
      }),
    );
    trigger(json(500, {}));
    if (hasStatus) running();
    await app.server.app.get(CollectionWorker).poll();
    expect((await state()).activeRun?.status).toBe('requesting');
    clock.set('2026-11-22T06:00:10.000Z');
    await becomes(({ status }) => status === (hasStatus ? 'running' : 'unknown'));
    expect((await app.post('/collection')).body.created).toBe(false);
    const ending = app.nextCollectionEnd();
    if (hasStatus) idle('2026-11-22T06:05:00Z');
    else clock.set('2026-11-22T06:16:00.000Z');
    expect((await ending).status).toBe(hasStatus ? 'succeeded' : 'unknown');
    expect(posts).toBe(0);
  });

  it('starts once per scheduled time, then syncs', async () => {
    trigger(json(200, { success: true, restaurants_updated: 1 }));
    await app.addClient('Warung');
    await app.stop();
    await start({ COLLECTION_CRON: '30 0 * * *' });
    await app.server.backgroundStarted;
    clock.set('2026-11-23T00:29:59.000Z');
    const check = () => app.server.app.get(CollectionSchedule).check();
    await check();
    clock.set('2026-11-23T00:30:00.000Z');
    const ending = app.nextCollectionEnd();
    await check();
    expect(await ending).toMatchObject({ trigger: 'cron', actor: null, thenSync: true, dataMoved: true });
    await check();
    await app.stop();
    await start({ COLLECTION_CRON: '30 0 * * *' });
    await app.server.backgroundStarted;
    expect(posts).toBe(1);
  });

  /** Resolves after one more poll of the status. */
  function nextPoll(): Promise<void> {
    return new Promise((resolve) => {
      upstream.route(STATUS, (request, response) => {
        idle('2026-11-21T00:31:00Z');
        json(200, { isRunning: false, lastResult: { success: true, completed_at: '2026-11-21T00:31:00Z' } })(
          request,
          response,
        );
        resolve();
      });
    });
  }
});
