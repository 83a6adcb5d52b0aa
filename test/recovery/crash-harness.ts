import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { pino } from 'pino';
import { firstValueFrom } from 'rxjs';
import { AppModule } from '../../src/app.module.js';
import type { Clock } from '../../src/platform/config/index.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { addDays, type Day } from '../../src/domain/calendar/day.js';
import type { TokenRole } from '../../src/auth/access/roles.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { METRICS } from '../../src/domain/metrics.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { RunEnded } from '../../src/sync/sync.events.js';
import { SyncWorker } from '../../src/sync/execution/sync-worker.js';
import { startChild, type Child } from '../support/child.js';
import { STABLE_YESTERDAY, STABLE_TIMEZONE } from '../support/stable-timezone.js';
import { createTestApp, type TestResponse } from '../support/create-test-app.js';

export const CLIENTS = 24;
export const DAYS = 60;

/** One client's days as text, so that one comparison covers a whole window. */
export type DaysAsText = ReadonlyMap<string, string>;

/**
 * A product that is killed repeatedly, its replica, and an upstream in this process. The values of the upstream are a function of a
 * version, so that the old and the new value of every cell are known.
 */
export class CrashHarness {
  readonly folder = mkdtempSync(join(tmpdir(), 'delivery-crash-'));
  readonly file = join(this.folder, 'replica.sqlite');
  version = 1;
  private calls = 0;
  /** Responses that wait for `release`; null while nothing is held. */
  private waiting: (() => void)[] | null = null;
  private onWaiting: () => void = () => undefined;
  private readonly server: Server;
  private readonly tokens = new Map<TokenRole, string>();

  private constructor(
    private readonly random: (limit: number) => number,
    private readonly env: Record<string, string>,
  ) {
    this.server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://upstream');
      this.calls++;
      const index = Number(searchParams.get('restaurant_name')?.slice(7));
      const from = searchParams.get('start_date') ?? '';
      const data = daysBack().filter((day) => day >= from);
      // Responses wait for a random number of event-loop turns, so that kills hit every phase of the work.
      const respond = () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ data: data.map((day) => wireDay(index, day, this.version)) }));
      };
      if (this.waiting) {
        this.waiting.push(respond);
        this.onWaiting();
      } else void this.waitRandomTurns().then(respond);
    });
  }

  /**
   * @param random `random(n)` returns an integer below n.
   * @param env variables of every process, which override those set here.
   */
  static async create(random: (limit: number) => number, env: Record<string, string> = {}): Promise<CrashHarness> {
    const harness = new CrashHarness(random, env);
    await new Promise<void>((resolve) => harness.server.listen(0, '127.0.0.1', resolve));
    await harness.prepare();
    return harness;
  }

  /** Creates a new replica with clients, a token of an admin and one of a collector. */
  async prepare(): Promise<void> {
    const setup = await createTestApp({ folder: this.folder, env: this.environment() });
    for (let index = 0; index < CLIENTS; index++) await setup.addClient(`client ${index}`);
    for (const role of ['admin', 'collector'] as const) this.tokens.set(role, await setup.token(role));
    await setup.stop();
  }

  /** Holds every response until `release`. */
  holdResponses(): { release: () => void } {
    this.waiting = [];
    return {
      release: () => {
        const responses = this.waiting ?? [];
        this.waiting = null;
        for (const respond of responses) respond();
      },
    };
  }

  /** Resolves when that many responses are held. */
  waitForHeldResponses(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.onWaiting = () => {
        if ((this.waiting?.length ?? 0) >= count) resolve();
      };
      this.onWaiting();
    });
  }

  /** Starts a second worker on the replica, in this process and with its own clock. */
  async worker(clock: Clock): Promise<{ runEnds: Promise<RunDto>; close: () => Promise<void> }> {
    const config = parseEnvironment(this.environment());
    const context = await NestFactory.createApplicationContext(
      AppModule.forRoot({
        config,
        logger: pino({ level: 'silent' }),
        clock,
      }),
      { logger: false },
    );
    const runEnds = firstValueFrom(context.get(DomainEvents).on(RunEnded));
    await context.get(SyncWorker).start({ isOnlyServer: false });
    return { runEnds, close: () => context.close() };
  }

  async health(url: string): Promise<unknown> {
    return (await fetch(`${url}/health`, { headers: { authorization: `Bearer ${this.tokens.get('admin')}` } })).json();
  }

  environment(): Record<string, string> {
    return {
      PORT: '0',
      DATABASE_URL: `sqlite:${this.file}`,
      DELIVERY_STATS_API_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      BUSINESS_TIMEZONE: STABLE_TIMEZONE,
      SYNC_CRON: 'off',
      SYNC_ON_START: 'off',
      SYNC_LOOKBACK_DAYS: String(DAYS),
      SYNC_DAYS_BACK: String(DAYS),
      SYNC_BACKFILL_DAYS: String(DAYS),
      ADMIN_PASSWORD: 'a good password',
      ...this.env,
    };
  }

  /** Starts the built server and resolves when it listens. */
  async start(env: Record<string, string> = {}): Promise<{ child: Child; url: string }> {
    const child = startChild('main.js', [], { ...this.environment(), ...env });
    const port = await child.line((line) => (JSON.parse(line) as { port?: number }).port);
    return { child, url: `http://127.0.0.1:${port}` };
  }

  async call<T>(
    url: string,
    method: string,
    path: string,
    body?: object,
    role: 'admin' | 'collector' = 'admin',
  ): Promise<TestResponse<T>> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.tokens.get(role)}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  /** Polls the run until upstream got that many more calls or the run has ended. Returns the run. */
  async waitForCallsOrEnd(url: string, runId: number, calls: number): Promise<RunDto> {
    const wanted = this.calls + calls;
    for (;;) {
      const { body } = await this.call<RunDto>(url, 'GET', `/sync/runs/${runId}`);
      if (body.finishedAt || this.calls >= wanted) return body;
      await this.waitRandomTurns();
    }
  }

  async waitRandomTurns(): Promise<void> {
    for (let left = this.random(40); left > 0; left--) await turn();
  }

  /** Returns a push of every day of every client at the current version. */
  pushBody(batchId: string): object {
    const rows = Array.from({ length: CLIENTS }, (_, index) =>
      daysBack().map((day) => ({ restaurant_name: `client ${index}`, ...wireDay(index, day, this.version) })),
    );
    return { batchId, collectedAt: new Date().toISOString(), rows: rows.flat() };
  }

  /** Returns what upstream has of a client at a version. */
  expectedDays(index: number, version: number): DaysAsText {
    return new Map(daysBack().map((day) => [day, valuesOf(index, day, version).join(' ')]));
  }

  /** Returns what the replica holds, read from its file as another program would. Also checks the integrity of the file. */
  readReplica(): Map<number, DaysAsText> {
    const db = new Sqlite(this.file);
    try {
      const check = db.pragma('integrity_check', { simple: true });
      if (check !== 'ok') throw new Error(`integrity_check: ${String(check)}`);
      if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new Error('dangling references');
      return heldIn(db.prepare(ALL_DAYS).raw().all() as NamedDay[]);
    } finally {
      db.close();
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Returns what a replica on PostgreSQL holds, read as another program would. */
export async function readPostgresReplica(url: string): Promise<Map<number, DaysAsText>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return heldIn((await client.query<NamedDay>({ text: ALL_DAYS, rowMode: 'array' })).rows);
  } finally {
    await client.end();
  }
}

/** A client's name, the day and its values. PostgreSQL returns big integers as text. */
type NamedDay = [string, string, ...(number | string)[]];

const ALL_DAYS = `SELECT name, stat_date, ${METRICS.map(({ column }) => column).join(', ')}
  FROM client_stat JOIN client ON client.id = client_id`;

function heldIn(rows: readonly NamedDay[]): Map<number, DaysAsText> {
  const result = new Map<number, Map<string, string>>();
  for (let index = 0; index < CLIENTS; index++) result.set(index, new Map());
  for (const [name, day, ...values] of rows) result.get(Number(name.slice(7)))?.set(day, values.join(' '));
  return result;
}

function daysBack(): Day[] {
  return Array.from({ length: DAYS }, (_, offset) => addDays(STABLE_YESTERDAY, -offset));
}

/** Returns the values of a client's day at a version. Every third day changes with each version. */
function valuesOf(index: number, day: Day, version: number): number[] {
  const date = Number(day.slice(8));
  const change = (date + index) % 3 === 0 ? version : 0;
  return METRICS.map(({ kind }, metric) =>
    kind === 'money' ? (index * 1000 + date) * 100 + change : date + metric + change,
  );
}

function wireDay(index: number, day: Day, version: number): Record<string, unknown> {
  const values = valuesOf(index, day, version);
  const fields = METRICS.map(({ upstreamField, kind }, metric) => {
    const value = values[metric] ?? 0;
    return [upstreamField, kind === 'money' ? (value / 100).toFixed(2) : value] as const;
  });
  return { stat_date: day, ...Object.fromEntries(fields) };
}

/** Returns true when both hold the same days with the same values. */
export function haveSameDays(a: DaysAsText, b: DaysAsText): boolean {
  return a.size === b.size && [...a].every(([day, values]) => b.get(day) === values);
}
