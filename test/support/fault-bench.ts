import { expect } from '@jest/globals';
import { take } from 'rxjs';
import { UpstreamMemory } from '../../src/database/upstream-memory.js';
import type { RunView } from '../../src/sync/run-view.js';
import type { ItemView } from '../../src/sync/item-view.js';
import { SyncSignals } from '../../src/sync/sync-signals.js';
import type { UpstreamGate } from '../../src/upstream/upstream-gate.js';
import { cellsOf, DAYS, HELD, version, type Cells } from './fault-rows.js';
import { Front } from './front.js';
import { LogLines } from './log-lines.js';
import { json, ScriptedUpstream, type Behaviour, type WireRow } from './scripted-upstream.js';
import { temporaryFolder } from './test-replica.js';
import { TestClock, TestServer } from './test-server.js';
import { METRIC_COLUMNS } from './wire-model.js';

/** Calls for one answer. */
export const ATTEMPTS = 3;
/** Part of all that must never be shown or logged. */
const SECRET = 'TOPSECRET';
/** One run and what it left. Calls are those that upstream saw, by restaurant. */
export interface Outcome {
  readonly run: RunView;
  readonly items: Readonly<Record<string, ItemView>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly replica: Readonly<Record<string, Cells[]>>;
}

export interface BenchOptions {
  readonly env?: Record<string, string>;
  readonly gate?: UpstreamGate;
  /** Clients after Healthy and Faulty, in the order in which they are called. */
  readonly others?: readonly string[];
  /** Puts a {@link Front} before the upstream. */
  readonly front?: 'http' | 'https';
}

/**
 * The product and an upstream, with a client that faults are played on and one beside it that must be copied whatever happens.
 * Both hold {@link HELD} in the first version, and upstream has {@link DAYS} in the second.
 */
export class FaultBench {
  readonly log = new LogLines();
  readonly clock = TestClock.at('2026-11-22T06:00:00.000Z');
  readonly names: readonly string[];
  app!: TestServer;
  private readonly folder = temporaryFolder();

  private constructor(
    private readonly options: BenchOptions,
    readonly upstream: ScriptedUpstream,
    readonly front: Front | null,
  ) {
    this.names = ['Healthy', 'Faulty', ...(options.others ?? [])];
  }

  static async start(options: BenchOptions = {}): Promise<FaultBench> {
    const upstream = await ScriptedUpstream.start();
    const front = options.front ? await Front.before(upstream.url, options.front) : null;
    const bench = new FaultBench(options, upstream, front);
    await bench.startApp(bench.url);
    for (const name of bench.names) {
      await bench.app.addClient(name);
      upstream.serve(name, version(1, HELD));
    }
    expect(await bench.sync()).toMatchObject({ run: { status: 'completed' }, replica: bench.all(version(1, HELD)) });
    for (const name of bench.names) upstream.serve(name, version(2, DAYS));
    return bench;
  }

  /** Closes everything; nothing secret may have been logged. */
  async stop(): Promise<void> {
    await this.app.stop();
    await this.front?.close();
    await this.upstream.close();
    this.folder.discard();
    expect(this.log.text).not.toContain(SECRET);
  }

  /** Where the product finds upstream when nothing is done about it. */
  get url(): string {
    return this.front?.url ?? this.upstream.url;
  }

  /** Stops the product and starts it on the same replica with the upstream at another address. */
  async move(from: string, to: string): Promise<void> {
    await this.app.server.app.get(UpstreamMemory).moved(from, to);
    await this.app.stop();
    await this.startApp(to);
  }

  private async startApp(upstreamUrl: string): Promise<void> {
    const { clock, log, folder, options } = this;
    this.app = await TestServer.start({
      env: {
        DELIVERY_STATS_API_URL: upstreamUrl,
        DELIVERY_STATS_API_KEY: `${SECRET}-KEY`,
        SYNC_ON_START: 'off',
        SYNC_ATTEMPTS: String(ATTEMPTS),
        SYNC_MAX_BODY_MB: '1',
        ...options.env,
      },
      clock,
      log,
      gate: options.gate,
      folder: folder.path,
    });
  }

  /** One run over ten days. With behaviours, they are played for the first calls of Faulty. */
  async sync(...behaviours: Behaviour[]): Promise<Outcome> {
    this.upstream.next('Faulty', ...behaviours);
    const before = this.upstream.statsCalls().length;
    const run = await this.app.sync({ daysBack: 10 });
    const { body } = await this.app.get<{ items: ItemView[] }>(`/sync/runs/${run.id}/items`);
    const calls: Record<string, number> = {};
    for (const { name } of this.upstream.statsCalls().slice(before)) calls[name ?? ''] = (calls[name ?? ''] ?? 0) + 1;
    const items = Object.fromEntries(body.items.map((item) => [item.clientName, item]));
    return { run, items, calls, replica: await this.replica() };
  }

  /** Does this as soon as one restaurant of the next run is copied. */
  onceOneIsCopied(work: () => unknown): void {
    this.app.server.app.get(SyncSignals).itemEnded.pipe(take(1)).subscribe(work);
  }

  /** One run in which upstream answers these rows for Faulty. */
  answering(...rows: WireRow[]): Promise<Outcome> {
    return this.sync(json(200, { restaurant_name: 'Faulty', data: rows }));
  }

  /** Names of the clients whose item of the run has that status, as they are listed for a person. */
  async listed({ run }: Outcome, status: string): Promise<string[]> {
    const { body } = await this.app.get<{ items: ItemView[] }>(`/sync/runs/${run.id}/items?status=${status}`);
    return body.items.map(({ clientName }) => clientName);
  }

  /** Everything that was refused, as it is kept for a person. */
  refusedRows(): Promise<Cells[]> {
    return this.app.rows('SELECT stat_date AS date, field, value, reason FROM quarantined_row ORDER BY id');
  }

  /** What upstream has is copied once it is well again. */
  async heals(): Promise<void> {
    const { run, replica } = await this.sync();
    expect({ status: run.status, replica }).toEqual({ status: 'completed', replica: this.all(version(2, DAYS)) });
  }

  /** Every client with these rows, but for the `exceptions`. */
  all(rows: WireRow[], exceptions: Record<string, WireRow[]> = {}): Record<string, Cells[]> {
    return Object.fromEntries(this.names.map((name) => [name, (exceptions[name] ?? rows).map(cellsOf)]));
  }

  private async replica(): Promise<Record<string, Cells[]>> {
    const columns = ['stat_date', ...METRIC_COLUMNS, 'total_sales', 'total_orders'].join(', ');
    const replica: Record<string, Cells[]> = Object.fromEntries(this.names.map((name) => [name, []]));
    for (const { name, ...cells } of await this.app.rows<Cells>(
      `SELECT client.name, ${columns} FROM client_stat JOIN client ON client.id = client_id ORDER BY client_id, stat_date`,
    )) {
      replica[String(name)]?.push(cells);
    }
    return replica;
  }
}

/** The fault cost Faulty nothing it held and nobody else anything; what it was is said in words. */
export function expectOnlyFaultyFailed(bench: FaultBench, outcome: Outcome, code: string, calls = ATTEMPTS): void {
  const { run, items } = outcome;
  expect(run).toMatchObject({ status: 'partial', items: { failed: 1, done: bench.names.length - 1 } });
  expect(items.Faulty).toMatchObject({ status: 'failed', code, attempts: calls });
  expectForPeople(items.Faulty?.message);
  expect(items.Healthy).toMatchObject({ status: 'done', code: null, message: null, attempts: 1 });
  expect(outcome.calls).toEqual({ Healthy: 1, Faulty: calls });
  expect(outcome.replica).toEqual(bench.all(version(2, DAYS), { Faulty: version(1, HELD) }));
}

/** A sentence or two; no markup, no JSON, no stack, no secrets. */
export function expectForPeople(message: string | null | undefined): void {
  expect(message).toMatch(/^[A-Z][^<>{}[\]\n]{20,400}[.)]$/);
  expect(message).not.toMatch(new RegExp(`${SECRET}|\\bat \\S+:\\d+|Error:`));
}
