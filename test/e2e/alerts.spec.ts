import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { IncidentMonitor } from '../../src/operations/alerts/incident-monitor.js';
import { SyncSchedule } from '../../src/sync/schedules/sync.schedule.js';
import { LogLines } from '../support/log-lines.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = '2026-11-21';
const SECRET = 'a secret of the alerts';
const ENCODED_SECRET = `whsec_${Buffer.from('twenty-four random bytes').toString('base64')}`;
const PATH = '/hooks/9f81-not-for-the-log';

interface Message {
  readonly id: string;
  readonly event: string;
  readonly kind: string;
  readonly text: string;
  readonly endedAt: string | null;
}

interface Received {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The receiver of alerts, on loopback. */
class Receiver {
  readonly received: Received[] = [];
  /** Statuses of the next responses; 204 when the list is empty. */
  readonly statuses: number[] = [];
  private waiters: { count: number; resolve: () => void }[] = [];
  private readonly server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      this.received.push({ method: request.method, headers: request.headers, body });
      response.writeHead(this.statuses.shift() ?? 204, { location: this.url }).end();
      for (const { count, resolve } of this.waiters) if (this.received.length >= count) resolve();
    });
  });

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}${PATH}`;
  }

  get messages(): Message[] {
    return this.received.map(({ body }) => JSON.parse(body) as Message);
  }

  /** What was told, e.g. `data_stale started`. */
  get told(): string[] {
    return this.messages.map(({ kind, event }) => `${kind} ${event}`);
  }

  /** Resolves when this many calls have arrived in total. */
  came(count: number): Promise<void> {
    if (this.received.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ count, resolve }));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

let upstream: ScriptedUpstream;
let receiver: Receiver;
let clock: TestClock;
let log: LogLines;
let app: TestApp;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  receiver = await Receiver.start();
  clock = TestClock.at(NOW);
  log = new LogLines();
  folder = temporaryFolder();
});

afterEach(async () => {
  await app.stop();
  await receiver.close();
  await upstream.close();
  folder.discard();
  expect(log.text).not.toContain(SECRET);
  expect(log.text).not.toContain(PATH);
});

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await createTestApp({
    env: {
      DELIVERY_STATS_API_URL: upstream.url,
      SYNC_ATTEMPTS: '1',
      SYNC_ON_START: 'off',
      ALERT_WEBHOOK_URL: receiver.url,
      ALERT_WEBHOOK_SECRET: SECRET,
      ALERT_ALLOW_PRIVATE: 'true',
      ...env,
    },
    clock,
    log,
    folder: folder.path,
  });
  await app.server.backgroundStarted;
}

/** Resolves when everything that is to be told by now was tried. */
const check = () => app.server.app.get(IncidentMonitor).poll();

async function refusedRun(): Promise<void> {
  upstream.everyCall(json(401, {}));
  expect((await app.sync()).status).toBe('failed');
  upstream.everyCall(null);
}

async function goodRun(): Promise<void> {
  upstream.serve('Warung', [upstreamRow(YESTERDAY)]);
  expect((await app.sync()).status).toBe('completed');
}

async function nightlyRun(): Promise<void> {
  clock.set('2026-11-23T01:00:01.000Z');
  upstream.serve('Warung', [upstreamRow(YESTERDAY), upstreamRow('2026-11-22')]);
  const ended = app.nextRunEnd();
  await app.server.app.get(SyncSchedule).check();
  expect((await ended).status).toBe('completed');
}

describe('the alert webhook', () => {
  it('sends one signed alert when upstream rejects the key, and one when that ends', async () => {
    await start();
    await app.addClient('Warung');
    await refusedRun();
    await refusedRun();
    await Promise.all([check(), check()]);
    expect(receiver.told).toEqual(['upstream_refused started']);
    await goodRun();
    await check();
    expect(receiver.told).toEqual(['upstream_refused started', 'upstream_refused ended']);
    expect(receiver.messages[0]?.text).toContain('DELIVERY_STATS_API_KEY');
    expect(receiver.messages[1]?.endedAt).toBe(NOW);
    for (const { headers, body } of receiver.received) {
      const signed = `${String(headers['x-delivery-timestamp'])}.${body}`;
      const signature = createHmac('sha256', SECRET).update(signed).digest('hex');
      expect(headers['x-delivery-signature']).toBe(`sha256=${signature}`);
      expect(headers['x-delivery-timestamp']).toBe(String(new Date(NOW).getTime() / 1000));
    }
  });

  it.each([
    ['a secret of characters', SECRET, new Webhook(SECRET, { format: 'raw' })],
    ['a secret in base64', ENCODED_SECRET, new Webhook(ENCODED_SECRET)],
  ])('is verified by the library of Standard Webhooks with %s', async (_, secret, library) => {
    // The library accepts messages of the last five minutes.
    clock.set(new Date().toISOString());
    await start({ ALERT_WEBHOOK_SECRET: secret });
    await app.addClient('Warung');
    await refusedRun();
    await check();
    const [message] = receiver.received;
    const headers = message?.headers as Record<string, string>;
    expect(library.verify(message?.body ?? '', headers)).toMatchObject({ id: headers['webhook-id'] });
    expect(() => library.verify(`${message?.body} `, headers)).toThrow('No matching signature found');
    expect(() => library.verify(message?.body ?? '', { ...headers, 'webhook-id': 'another' })).toThrow();
  });

  it('continues its incidents after a restart', async () => {
    await start();
    await app.addClient('Warung');
    await refusedRun();
    await check();
    await app.stop();
    await start();
    await check();
    expect(receiver.told).toEqual(['upstream_refused started']);
    await goodRun();
    await check();
    expect(receiver.told).toEqual(['upstream_refused started', 'upstream_refused ended']);
  });

  it('reports failed restaurants, empty responses and stale data, and the end of each', async () => {
    await start();
    await app.addClient('Warung');
    await goodRun();
    await check();
    expect(receiver.told).toEqual([]);
    upstream.serve('Warung', []);
    await app.addClient('Tak Dikenal');
    clock.set('2026-11-24T06:00:00.000Z');
    await app.sync({ daysBack: 30 });
    await check();
    expect(receiver.told.sort()).toEqual([
      'data_stale started',
      'run_not_complete started',
      'suspicious_empty started',
    ]);
    const days = [upstreamRow(YESTERDAY), upstreamRow('2026-11-22'), upstreamRow('2026-11-23')];
    upstream.serve('Warung', days);
    await app.sync({ daysBack: 30 });
    await check();
    expect(receiver.told.slice(3).sort()).toEqual(['data_stale ended', 'suspicious_empty ended']);
    upstream.serve('Tak Dikenal', days);
    await app.sync({ daysBack: 30 });
    await check();
    expect(receiver.told.slice(5)).toEqual(['run_not_complete ended']);
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/Warung|Tak Dikenal/);
  });

  it('names the run that /health names, also after a cancelled one', async () => {
    await start();
    await app.addClient('Warung');
    await app.addClient('Tak Dikenal');
    upstream.serve('Warung', [upstreamRow(YESTERDAY)]);
    const incomplete = await app.sync();
    const held = upstream.hold();
    const ended = app.nextRunEnd();
    const { body } = await app.post('/sync');
    await upstream.waitForCalls(3);
    await app.post(`/sync/runs/${body.id}/cancel`);
    held.release();
    expect((await ended).status).toBe('cancelled');
    await check();
    const health = await app.request<{ details: { sync: { lastRun: object } } }>('GET', '/health', { role: 'monitor' });
    expect(health.body.details.sync.lastRun).toEqual({ id: incomplete.id, status: 'partial' });
    const told = receiver.messages.find(({ kind }) => kind === 'run_not_complete');
    expect(told?.text).toContain(`Sync run ${incomplete.id} ended partial`);
  });

  it('reports a run that copied no restaurant, and its recovery', async () => {
    await start();
    await app.addClient('Warung');
    upstream.everyCall(json(500, {}));
    expect((await app.sync()).status).toBe('failed');
    upstream.everyCall(null);
    await check();
    expect(receiver.messages[0]?.text).toContain('failed');
    await goodRun();
    await check();
    expect(receiver.told).toEqual(['run_not_complete started', 'run_not_complete ended']);
  });

  it('retries an undelivered alert under the same id and follows no redirect', async () => {
    await start();
    receiver.statuses.push(500, 302);
    await app.addClient('Warung');
    await refusedRun();
    await check();
    expect(new Set(receiver.messages.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received).toHaveLength(3);
    expect(receiver.received.every(({ method }) => method === 'POST')).toBe(true);
  });

  it('keeps alerts for a receiver that is down and delivers them later', async () => {
    await start();
    receiver.statuses.push(500, 500, 500);
    await app.addClient('Warung');
    await refusedRun();
    await check();
    expect(await log.waitForMessage('an alert or heartbeat was not sent')).toMatchObject({
      err: { code: 'status_500' },
    });
    await check();
    expect(receiver.received).toHaveLength(3);
    clock.set('2026-11-22T06:05:00.000Z');
    await check();
    expect(receiver.received).toHaveLength(4);
  });

  it.each([
    ['a loopback address', () => receiver.url],
    ['a name that leads to one', () => `http://localhost:${receiver.port}${PATH}`],
    ['one in the clothes of IPv6', () => `http://[::ffff:127.0.0.1]:${receiver.port}${PATH}`],
    ['one written as a number', () => `http://2130706433:${receiver.port}${PATH}`],
    ['a link-local address', () => `http://169.254.169.254${PATH}`],
    ['a private address', () => `http://[fd00::1]${PATH}`],
    ['one that carries an IPv4 address', () => `http://[::7f00:1]:${receiver.port}${PATH}`],
  ])('sends nothing to %s unless that is allowed', async (_, url) => {
    await start({ ALERT_WEBHOOK_URL: url(), ALERT_ALLOW_PRIVATE: 'false' });
    await app.addClient('Warung');
    await refusedRun();
    await check();
    expect(await log.waitForMessage('an alert or heartbeat was not sent')).toMatchObject({
      err: { code: 'private_address' },
    });
    expect(receiver.received).toEqual([]);
  });
});

describe('a receiver whose name does not exist', () => {
  it.each([
    ['webhook', { ALERT_WEBHOOK_URL: `https://nobody.invalid${PATH}` }],
    ['heartbeat', { ALERT_WEBHOOK_URL: '', HEARTBEAT_URL: `http://nobody.invalid${PATH}` }],
  ])('is reported as unreachable by the %s, and the server goes on', async (_, env) => {
    await start({ ALERT_ALLOW_PRIVATE: 'false', SYNC_CRON: '0 1 * * *', ...env });
    await app.addClient('Warung');
    await refusedRun();
    await nightlyRun();
    await check();
    expect(await log.waitForMessage('an alert or heartbeat was not sent')).toMatchObject({
      err: { code: 'unreachable' },
    });
    expect((await app.request('GET', '/health/live')).status).toBe(200);
  });
});

describe('the heartbeat', () => {
  const withHeartbeat = () =>
    start({ ALERT_WEBHOOK_URL: '', HEARTBEAT_URL: receiver.url, SYNC_CRON: '0 1 * * *', SYNC_ON_START: 'off' });

  it('sends one GET after a completed nightly run, and after no other run', async () => {
    await withHeartbeat();
    await app.addClient('Warung');
    await goodRun();
    await check();
    expect(receiver.received).toEqual([]);
    await nightlyRun();
    await check();
    await app.stop();
    await withHeartbeat();
    await check();
    expect(receiver.received.map(({ method, body }) => ({ method, body }))).toEqual([{ method: 'GET', body: '' }]);
  });

  it('is retried by a later process until the night is long over', async () => {
    await withHeartbeat();
    await app.addClient('Warung');
    receiver.statuses.push(500, 500, 500, 500, 500, 500);
    await nightlyRun();
    await check();
    expect(receiver.received).toHaveLength(3);
    await app.stop();
    clock.set('2026-11-23T14:00:00.000Z');
    await withHeartbeat();
    await check();
    expect(receiver.received).toHaveLength(3);
    clock.set('2026-11-23T02:00:00.000Z');
    await check();
    expect(receiver.received).toHaveLength(6);
    clock.set('2026-11-23T02:30:00.000Z');
    await check();
    await check();
    expect(receiver.received).toHaveLength(7);
  });
});
