import { expect } from '@jest/globals';
import { take } from 'rxjs';
import { ReplicaOrigin } from '../../src/platform/database/replica-origin.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { ItemDto } from '../../src/sync/runs/item.dto.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { ItemEnded } from '../../src/sync/sync.events.js';
import type { AdaptiveRateLimiter } from '../../src/upstream/limiter/adaptive-rate-limiter.js';
import { cellsOf, DAYS, HELD, version, type Cells } from './fault-rows.js';
import { FlakyProxy } from './flaky-proxy.js';
import { LogLines } from './log-lines.js';
import { json, ScriptedUpstream, type Behaviour, type UpstreamRow } from './scripted-upstream.js';
import { temporaryFolder } from './test-replica.js';
import { createTestApp, type TestApp, TestClock } from './create-test-app.js';
import { METRIC_COLUMNS } from './expected-figures.js';

/** Attempts of one call. */
export const ATTEMPTS = 3;
/** Marker inside every text that must not be shown or logged. */
const SECRET = 'TOPSECRET';
/** One run and its result. `calls` counts the calls that upstream received, by restaurant. */
export interface Outcome {
  readonly run: RunDto;
  readonly items: Readonly<Record<string, ItemDto>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly replica: Readonly<Record<string, Cells[]>>;
}

export interface FaultHarnessOptions {
  readonly env?: Record<string, string>;
  readonly gate?: AdaptiveRateLimiter;
  /** Clients after Healthy and Faulty, in call order. */
  readonly others?: readonly string[];
  /** Puts a {@link FlakyProxy} in front of the upstream. */
  readonly proxy?: 'http' | 'https';
}

/**
 * The product, an upstream and two clients. Faulty gets the faults; Healthy must be copied in every case.
 * The replica holds {@link HELD} of both in the first version. Upstream has {@link DAYS} in the second.
 */
export class FaultHarness {
  readonly log = new LogLines();
  readonly clock = TestClock.at('2026-11-22T06:00:00.000Z');
  readonly names: readonly string[];
  app!: TestApp;
  private readonly folder = temporaryFolder();
  private newestHiddenRow = 0;

  private constructor(
    private readonly options: FaultHarnessOptions,
    readonly upstream: ScriptedUpstream,
    readonly proxy: FlakyProxy | null,
  ) {
    this.names = ['Healthy', 'Faulty', ...(options.others ?? [])];
  }

  static async start(options: FaultHarnessOptions = {}): Promise<FaultHarness> {
    const upstream = await ScriptedUpstream.start();
    const proxy = options.proxy ? await FlakyProxy.before(upstream.url, options.proxy) : null;
    const harness = new FaultHarness(options, upstream, proxy);
    await harness.startApp(harness.url);
    for (const name of harness.names) await harness.app.addClient(name);
    await harness.copyFirstVersion();
    return harness;
  }

  /** Brings the replica back to the first version and hides older quarantined rows, so that tests can share a server. */
  async reset(): Promise<void> {
    await this.copyFirstVersion({ exact: true });
    const [newest] = await this.app.rows<{ id: number | null }>('SELECT max(id) AS id FROM quarantined_row');
    this.newestHiddenRow = newest?.id ?? 0;
  }

  private async copyFirstVersion(request: object = {}): Promise<void> {
    for (const name of this.names) this.upstream.serve(name, version(1, HELD));
    expect(await this.request(request)).toMatchObject({
      run: { status: 'completed' },
      replica: this.expectedReplica(version(1, HELD)),
    });
    for (const name of this.names) this.upstream.serve(name, version(2, DAYS));
  }

  /** Closes everything. Fails when the log holds a secret. */
  async stop(): Promise<void> {
    await this.app.stop();
    await this.proxy?.close();
    await this.upstream.close();
    this.folder.discard();
    expect(this.log.text).not.toContain(SECRET);
  }

  /** Address of the upstream at the start. */
  get url(): string {
    return this.proxy?.url ?? this.upstream.url;
  }

  /** Restarts the product on the same replica with another upstream address. */
  async moveUpstream(from: string, to: string): Promise<void> {
    await this.app.server.app.get(ReplicaOrigin).rebind(from, to);
    await this.app.stop();
    await this.startApp(to);
  }

  private async startApp(upstreamUrl: string): Promise<void> {
    const { clock, log, folder, options } = this;
    this.app = await createTestApp({
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

  /** Runs a sync over ten days. The first calls for Faulty get the `behaviours`. */
  sync(...behaviours: Behaviour[]): Promise<Outcome> {
    this.upstream.next('Faulty', ...behaviours);
    return this.request();
  }

  private async request(request: object = {}): Promise<Outcome> {
    const before = this.upstream.statsCalls().length;
    const run = await this.app.sync({ daysBack: 10, ...request });
    const { body } = await this.app.get(`/sync/runs/${run.id}/items`);
    const calls: Record<string, number> = {};
    for (const { name } of this.upstream.statsCalls().slice(before)) calls[name ?? ''] = (calls[name ?? ''] ?? 0) + 1;
    const items = Object.fromEntries(body.items.map((item) => [item.clientName, item]));
    return { run, items, calls, replica: await this.replica() };
  }

  /** Calls `work` when the first item of the next run ends. */
  onFirstItemEnd(work: () => unknown): void {
    this.app.server.app.get(DomainEvents).on(ItemEnded).pipe(take(1)).subscribe(work);
  }

  /** Runs a sync in which upstream responds with these rows for Faulty. */
  syncRows(...rows: UpstreamRow[]): Promise<Outcome> {
    return this.sync(json(200, { restaurant_name: 'Faulty', data: rows }));
  }

  /** Returns the names of the clients whose item of the run has that status, as the API lists them. */
  async listClientNames({ run }: Outcome, status: string): Promise<string[]> {
    const { body } = await this.app.get(`/sync/runs/${run.id}/items?status=${status}`);
    return body.items.map(({ clientName }) => clientName);
  }

  /** Returns all quarantined rows since the last {@link reset}. */
  listQuarantinedRows(): Promise<Cells[]> {
    return this.app.rows(
      'SELECT stat_date AS date, field, value, reason FROM quarantined_row WHERE id > ? ORDER BY id',
      [this.newestHiddenRow],
    );
  }

  /** Expects that the next run copies everything from the recovered upstream. */
  async expectRecovery(): Promise<void> {
    const { run, replica } = await this.sync();
    expect({ status: run.status, replica }).toEqual({
      status: 'completed',
      replica: this.expectedReplica(version(2, DAYS)),
    });
  }

  /** Returns the expected replica: these rows for every client except the `exceptions`. */
  expectedReplica(rows: UpstreamRow[], exceptions: Record<string, UpstreamRow[]> = {}): Record<string, Cells[]> {
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

/** Expects that only Faulty failed, that it keeps its held rows, and that the message is readable. */
export function expectOnlyFaultyFailed(harness: FaultHarness, outcome: Outcome, code: string, calls = ATTEMPTS): void {
  const { run, items } = outcome;
  expect(run).toMatchObject({ status: 'partial', items: { failed: 1, done: harness.names.length - 1 } });
  expect(items.Faulty).toMatchObject({ status: 'failed', code, attempts: calls });
  expectReadableMessage(items.Faulty?.message);
  expect(items.Healthy).toMatchObject({ status: 'done', code: null, message: null, attempts: 1 });
  expect(outcome.calls).toEqual({ Healthy: 1, Faulty: calls });
  expect(outcome.replica).toEqual(harness.expectedReplica(version(2, DAYS), { Faulty: version(1, HELD) }));
}

/** Expects one or two sentences without markup, JSON, stack or secrets. */
export function expectReadableMessage(message: string | null | undefined): void {
  expect(message).toMatch(/^[A-Z][^<>{}[\]\n]{20,400}[.)]$/);
  expect(message).not.toMatch(new RegExp(`${SECRET}|\\bat \\S+:\\d+|Error:`));
}
