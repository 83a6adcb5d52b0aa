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
import type { Clock } from '../../src/config/config.module.js';
import { parseEnvironment } from '../../src/config/environment.js';
import { addDays, type Day } from '../../src/stats/day.js';
import type { RunView } from '../../src/sync/run-view.js';
import { METRICS } from '../../src/stats/metric-catalogue.js';
import { SyncSignals } from '../../src/sync/sync-signals.js';
import { SyncWorker } from '../../src/sync/sync-worker.js';
import { startChild, type Child } from '../support/child.js';
import { NOON_YESTERDAY, NOON_ZONE } from '../support/noon.js';
import { TestServer, type Answer } from '../support/test-server.js';

export const CLIENTS = 24;
export const DAYS = 60;

/** One client's days as text, for comparing whole windows at once. */
export type Held = ReadonlyMap<string, string>;

/**
 * A product that is killed over and over: its replica, and an upstream in this process whose values are a function of a
 * version, so that before and after of every cell are known.
 */
export class CrashWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'delivery-crash-'));
  readonly file = join(this.folder, 'replica.sqlite');
  version = 1;
  private calls = 0;
  /** Answers that are held back; null while none are. */
  private waiting: (() => void)[] | null = null;
  private onWaiting: () => void = () => undefined;
  private readonly server: Server;
  private token = '';

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
      // Answers come after a random number of turns, so that kills meet every phase of the work.
      const answer = () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ data: data.map((day) => wireDay(index, day, this.version)) }));
      };
      if (this.waiting) {
        this.waiting.push(answer);
        this.onWaiting();
      } else void this.someTurns().then(answer);
    });
  }

  /**
   * @param random `random(n)` is a whole number below n.
   * @param env of every process, over what stands here.
   */
  static async create(random: (limit: number) => number, env: Record<string, string> = {}): Promise<CrashWorld> {
    const world = new CrashWorld(random, env);
    await new Promise<void>((resolve) => world.server.listen(0, '127.0.0.1', resolve));
    await world.prepare();
    return world;
  }

  /** A new replica with its clients and a token. */
  async prepare(): Promise<void> {
    const setup = await TestServer.start({ folder: this.folder, env: this.environment() });
    for (let index = 0; index < CLIENTS; index++) await setup.addClient(`client ${index}`);
    this.token = await setup.token('admin');
    await setup.stop();
  }

  /** Holds every answer back until `letGo`. */
  holdAnswers(): { letGo: () => void } {
    this.waiting = [];
    return {
      letGo: () => {
        const answers = this.waiting ?? [];
        this.waiting = null;
        for (const answer of answers) answer();
      },
    };
  }

  /** Resolves when so many answers are held back. */
  heldAnswers(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.onWaiting = () => {
        if ((this.waiting?.length ?? 0) >= count) resolve();
      };
      this.onWaiting();
    });
  }

  /** A second worker on the replica, in this process and by its own clock. */
  async worker(clock: Clock): Promise<{ runEnds: Promise<RunView>; close: () => Promise<void> }> {
    const config = parseEnvironment(this.environment());
    const context = await NestFactory.createApplicationContext(
      AppModule.for({ config, logger: pino({ level: 'silent' }), upstream: { url: config.upstream.url ?? '' }, clock }),
      { logger: false },
    );
    const runEnds = firstValueFrom(context.get(SyncSignals).runEnded);
    await context.get(SyncWorker).start({ alone: false });
    return { runEnds, close: () => context.close() };
  }

  async health(url: string): Promise<unknown> {
    return (await fetch(`${url}/health`, { headers: { authorization: `Bearer ${this.token}` } })).json();
  }

  environment(): Record<string, string> {
    return {
      PORT: '0',
      DATABASE_URL: `sqlite:${this.file}`,
      DELIVERY_STATS_API_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      BUSINESS_TIMEZONE: NOON_ZONE,
      SYNC_CRON: 'off',
      SYNC_ON_START: 'off',
      SYNC_LOOKBACK_DAYS: String(DAYS),
      SYNC_DAYS_BACK: String(DAYS),
      SYNC_BACKFILL_DAYS: String(DAYS),
      ADMIN_PASSWORD: 'a good password',
      ...this.env,
    };
  }

  /** Starts the built server; resolves when it listens. */
  async start(env: Record<string, string> = {}): Promise<{ child: Child; url: string }> {
    const child = startChild('main.js', [], { ...this.environment(), ...env });
    const port = await child.line((line) => (JSON.parse(line) as { port?: number }).port);
    return { child, url: `http://127.0.0.1:${port}` };
  }

  async call<T>(url: string, method: string, path: string, body?: object): Promise<Answer<T>> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  /** Asks for the run until upstream got that many more calls or the run has ended; answers the run. */
  async callsOrEnd(url: string, runId: number, calls: number): Promise<RunView> {
    const wanted = this.calls + calls;
    for (;;) {
      const { body } = await this.call<RunView>(url, 'GET', `/sync/runs/${runId}`);
      if (body.finishedAt || this.calls >= wanted) return body;
      await this.someTurns();
    }
  }

  async someTurns(): Promise<void> {
    for (let left = this.random(40); left > 0; left--) await turn();
  }

  /** What upstream has of a client at a version. */
  expected(index: number, version: number): Held {
    return new Map(daysBack().map((day) => [day, valuesOf(index, day, version).join(' ')]));
  }

  /** What the replica holds, read from the file as another program would; also checks that the file is sound. */
  held(): Map<number, Held> {
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

/** What a replica on PostgreSQL holds, read as another program would. */
export async function heldOnPostgres(url: string): Promise<Map<number, Held>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return heldIn((await client.query<NamedDay>({ text: ALL_DAYS, rowMode: 'array' })).rows);
  } finally {
    await client.end();
  }
}

/** A client's name, the day, its values: PostgreSQL's big ones are texts. */
type NamedDay = [string, string, ...(number | string)[]];

const ALL_DAYS = `SELECT name, stat_date, ${METRICS.map(({ column }) => column).join(', ')}
  FROM client_stat JOIN client ON client.id = client_id`;

function heldIn(rows: readonly NamedDay[]): Map<number, Held> {
  const result = new Map<number, Map<string, string>>();
  for (let index = 0; index < CLIENTS; index++) result.set(index, new Map());
  for (const [name, day, ...values] of rows) result.get(Number(name.slice(7)))?.set(day, values.join(' '));
  return result;
}

function daysBack(): Day[] {
  return Array.from({ length: DAYS }, (_, offset) => addDays(NOON_YESTERDAY, -offset));
}

/** Every third day of a client changes with each version. */
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

/** True when both hold the same days with the same values. */
export function same(a: Held, b: Held): boolean {
  return a.size === b.size && [...a].every(([day, values]) => b.get(day) === values);
}
