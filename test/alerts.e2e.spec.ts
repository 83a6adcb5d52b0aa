import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlertWatch } from '../src/alerts/alert-watch.js';
import { SyncSchedule } from '../src/sync/sync-schedule.js';
import { LogLines } from './support/log-lines.js';
import { json, ScriptedUpstream, wireRow } from './support/scripted-upstream.js';
import { temporaryFolder } from './support/test-replica.js';
import { TestClock, TestServer } from './support/test-server.js';

/** 22 November 2026, 14:00 in Bali: yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = '2026-11-21';
const SECRET = 'a secret of the alerts';
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

/** Whoever is told, on loopback. */
class Receiver {
  readonly received: Received[] = [];
  /** Statuses of the next answers; 204 when there is none. */
  readonly answers: number[] = [];
  private waiters: { count: number; resolve: () => void }[] = [];
  private readonly server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      this.received.push({ method: request.method, headers: request.headers, body });
      response.writeHead(this.answers.shift() ?? 204, { location: this.url }).end();
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

  /** Resolves once this many calls have come in all. */
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
let app: TestServer;
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
  app = await TestServer.start({
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
  await app.server.begun;
}

/** Resolves when everything that is to be told by now was tried. */
const look = () => app.server.app.get(AlertWatch).look();

async function refusedRun(): Promise<void> {
  upstream.everyCall(json(401, {}));
  expect((await app.sync()).status).toBe('failed');
  upstream.everyCall(null);
}

async function goodRun(): Promise<void> {
  upstream.serve('Warung', [wireRow(YESTERDAY)]);
  expect((await app.sync()).status).toBe('completed');
}

describe('alerts', () => {
  it('say once that upstream refuses us, and once that it is over, signed', async () => {
    await start();
    await app.addClient('Warung');
    await refusedRun();
    await refusedRun();
    await Promise.all([look(), look()]);
    expect(receiver.told).toEqual(['upstream_refused started']);
    await goodRun();
    await look();
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

  it('go on after a restart where they were', async () => {
    await start();
    await app.addClient('Warung');
    await refusedRun();
    await look();
    await app.stop();
    await start();
    await look();
    expect(receiver.told).toEqual(['upstream_refused started']);
    await goodRun();
    await look();
    expect(receiver.told).toEqual(['upstream_refused started', 'upstream_refused ended']);
  });

  it('tell of restaurants that were not copied, of empty answers and of old data, and when each is over', async () => {
    await start();
    await app.addClient('Warung');
    await goodRun();
    await look();
    expect(receiver.told).toEqual([]);
    upstream.serve('Warung', []);
    await app.addClient('Tak Dikenal');
    clock.set('2026-11-24T06:00:00.000Z');
    await app.sync({ daysBack: 30 });
    await look();
    expect(receiver.told.sort()).toEqual([
      'data_stale started',
      'run_not_complete started',
      'suspicious_empty started',
    ]);
    const days = [wireRow(YESTERDAY), wireRow('2026-11-22'), wireRow('2026-11-23')];
    upstream.serve('Warung', days);
    await app.sync({ daysBack: 30 });
    await look();
    expect(receiver.told.slice(3).sort()).toEqual(['data_stale ended', 'suspicious_empty ended']);
    upstream.serve('Tak Dikenal', days);
    await app.sync({ daysBack: 30 });
    await look();
    expect(receiver.told.slice(5)).toEqual(['run_not_complete ended']);
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/Warung|Tak Dikenal/);
  });

  it('tell of a run that copied nobody, and when it is made good', async () => {
    await start();
    await app.addClient('Warung');
    upstream.everyCall(json(500, {}));
    expect((await app.sync()).status).toBe('failed');
    upstream.everyCall(null);
    await look();
    expect(receiver.messages[0]?.text).toContain('failed');
    await goodRun();
    await look();
    expect(receiver.told).toEqual(['run_not_complete started', 'run_not_complete ended']);
  });

  it('are sent again under the same id when they were not taken; a redirect is not followed', async () => {
    await start();
    receiver.answers.push(500, 302);
    await app.addClient('Warung');
    await refusedRun();
    await look();
    expect(new Set(receiver.messages.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received).toHaveLength(3);
    expect(receiver.received.every(({ method }) => method === 'POST')).toBe(true);
  });

  it('wait for a receiver that takes nothing, and reach it later', async () => {
    await start();
    receiver.answers.push(500, 500, 500);
    await app.addClient('Warung');
    await refusedRun();
    await look();
    expect(await log.saying('an alert or heartbeat was not sent')).toMatchObject({ err: { code: 'status_500' } });
    await look();
    expect(receiver.received).toHaveLength(3);
    clock.set('2026-11-22T06:05:00.000Z');
    await look();
    expect(receiver.received).toHaveLength(4);
  });

  it.each([
    ['a loopback address', () => receiver.url],
    ['a name that leads to one', () => `http://localhost:${receiver.port}${PATH}`],
    ['one in the clothes of IPv6', () => `http://[::ffff:127.0.0.1]:${receiver.port}${PATH}`],
    ['one written as a number', () => `http://2130706433:${receiver.port}${PATH}`],
    ['a link-local address', () => `http://169.254.169.254${PATH}`],
    ['a private address', () => `http://[fd00::1]${PATH}`],
  ])('do not go to %s unless allowed', async (_, url) => {
    await start({ ALERT_WEBHOOK_URL: url(), ALERT_ALLOW_PRIVATE: 'false' });
    await app.addClient('Warung');
    await refusedRun();
    await look();
    expect(await log.saying('an alert or heartbeat was not sent')).toMatchObject({ err: { code: 'private_address' } });
    expect(receiver.received).toEqual([]);
  });
});

describe('the heartbeat', () => {
  const withHeartbeat = () =>
    start({ ALERT_WEBHOOK_URL: '', HEARTBEAT_URL: receiver.url, SYNC_CRON: '0 1 * * *', SYNC_ON_START: 'off' });

  async function nightlyRun(): Promise<void> {
    clock.set('2026-11-23T01:00:01.000Z');
    upstream.serve('Warung', [wireRow(YESTERDAY), wireRow('2026-11-22')]);
    const ended = app.runEnds();
    await app.server.app.get(SyncSchedule).look();
    expect((await ended).status).toBe('completed');
  }

  it('is a GET after a good nightly run only, and one', async () => {
    await withHeartbeat();
    await app.addClient('Warung');
    await goodRun();
    await look();
    expect(receiver.received).toEqual([]);
    await nightlyRun();
    await look();
    await app.stop();
    await withHeartbeat();
    await look();
    expect(receiver.received.map(({ method, body }) => ({ method, body }))).toEqual([{ method: 'GET', body: '' }]);
  });

  it('that was not taken is sent by whoever lives later, until the night is long over', async () => {
    await withHeartbeat();
    await app.addClient('Warung');
    receiver.answers.push(500, 500, 500, 500, 500, 500);
    await nightlyRun();
    await look();
    expect(receiver.received).toHaveLength(3);
    await app.stop();
    clock.set('2026-11-23T14:00:00.000Z');
    await withHeartbeat();
    await look();
    expect(receiver.received).toHaveLength(3);
    clock.set('2026-11-23T02:00:00.000Z');
    await look();
    expect(receiver.received).toHaveLength(6);
    clock.set('2026-11-23T02:30:00.000Z');
    await look();
    await look();
    expect(receiver.received).toHaveLength(7);
  });
});
