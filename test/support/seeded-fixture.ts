import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { nothingFrom, ScriptedUpstream, type UpstreamRow } from './scripted-upstream.js';
import { createTestApp, type TestApp, type TestAppOptions, TestClock } from './create-test-app.js';
import { dateOf, daysOf, reported, shift, type Period } from './expected-figures.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
export const NOW = '2026-11-22T06:00:00.000Z';
export const YESTERDAY = '2026-11-21';
/** The 60 days of most rows. */
const SEASON: Period = { from: '2026-09-23', to: YESTERDAY };

/** A client as responses must show it, with its rows at upstream. */
export interface FixtureClient {
  readonly id: number;
  readonly name: string;
  readonly status: 'active' | 'paused' | 'churned';
  readonly archivedAt: string | null;
  readonly managerId: number | null;
  /** Its startDate, else the first day it reported. */
  readonly start: string | null;
  readonly syncedAt: string | null;
  readonly rows: readonly UpstreamRow[];
}

export interface SeededFixture {
  readonly app: TestApp;
  readonly upstream: ScriptedUpstream;
  readonly clients: readonly FixtureClient[];
  readonly managers: Readonly<Record<'ani' | 'budi', number>>;
  findClient(name: string): FixtureClient;
  stop(): Promise<void>;
}

interface Plan {
  readonly name: string;
  readonly upstreamName?: string;
  readonly status?: 'paused' | 'churned';
  readonly archived?: true;
  readonly manager?: 'ani' | 'budi';
  readonly startDate?: string;
  /** Null when upstream does not know the client. */
  readonly rows: readonly UpstreamRow[] | null;
}

const PLANS: readonly Plan[] = [
  { name: 'Warung `Bu Komang`', manager: 'ani', rows: [...days(lastYear(SEASON), 1), ...days(SEASON, 2)] },
  {
    name: 'Café Água de Côco',
    manager: 'ani',
    rows: [...days(lastYear(SEASON), 3), ...days(SEASON, 4, () => nothingFrom('gojek'))],
  },
  { name: '=cmd()', manager: 'budi', upstreamName: 'Refund Corner', rows: days(SEASON, 5, refunds) },
  { name: '+1 Sushi', rows: [...days(lastYear(SEASON), 6, partial), ...days(SEASON, 7, partial)] },
  { name: '@x', manager: 'budi', rows: days({ from: '2026-11-05', to: YESTERDAY }, 8) },
  { name: '-1', startDate: '2026-10-20', rows: days({ from: '2026-11-01', to: YESTERDAY }, 9) },
  { name: 'Nol Iklan', rows: days(SEASON, 10, zeroes) },
  { name: 'Istirahat', status: 'paused', manager: 'ani', rows: days(SEASON, 11) },
  { name: 'Churned Chen', status: 'churned', rows: days({ from: SEASON.from, to: '2026-10-10' }, 12) },
  { name: 'Arsip Ayu', archived: true, manager: 'budi', rows: days(SEASON, 13) },
  { name: 'Kosong', rows: [] },
  { name: 'Tak Dikenal', rows: null },
  { name: 'Belum Buka', startDate: '2026-12-15', rows: [] },
  {
    name: 'KOPI ombak',
    rows: [silent('2026-09-25'), silent('2026-09-26'), ...days({ from: '2026-10-01', to: shift(YESTERDAY, -1) }, 14)],
  },
  {
    name: 'kopi OMBAK',
    startDate: '2026-09-01',
    rows: days({ from: '2026-10-01', to: YESTERDAY }, 15, () => nothingFrom('grab')),
  },
];

/** A server with the planned clients copied. Many tests read it; none writes to it. */
export async function startSeededFixture({
  env = {},
  clock = TestClock.at(NOW),
  log,
}: Pick<TestAppOptions, 'env' | 'clock' | 'log'> = {}): Promise<SeededFixture> {
  const upstream = await ScriptedUpstream.start();
  const app = await createTestApp({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1', ...env },
    clock,
    ...(log && { log }),
  });
  const managers = { ani: await manager(app, 'ani'), budi: await manager(app, 'budi') };
  const ids = new Map<string, number>();
  for (const { name, upstreamName = name, status, manager: key, startDate, rows } of PLANS) {
    if (rows) upstream.serve(upstreamName, [...rows]);
    const fields = { upstreamName, startDate: startDate ?? null, managerId: key ? managers[key] : null };
    ids.set(name, await app.addClient(name, { ...fields, ...(status && { status }) }));
  }
  await app.sync({ clientIds: [...ids.values()] });
  for (const { name, archived } of PLANS) if (archived) await app.post(`/clients/${ids.get(name)}/archive`);
  // A run over all clients ends the first copy, during which nothing is said about missing days.
  await app.sync({});
  const clients = PLANS.map(({ name, status, archived, manager: key, startDate, rows }): FixtureClient => ({
    id: ids.get(name) ?? NaN,
    name,
    status: status ?? 'active',
    archivedAt: archived ? NOW : null,
    managerId: key ? managers[key] : null,
    start: startDate ?? firstReport(rows ?? []),
    syncedAt: rows ? NOW : null,
    rows: rows ?? [],
  }));
  return {
    app,
    upstream,
    clients,
    managers,
    findClient(name) {
      const client = clients.find((candidate) => candidate.name === name);
      if (!client) throw new Error(`Nobody is called ${name}`);
      return client;
    },
    stop: async () => {
      await app.stop();
      await upstream.close();
    },
  };
}

/** Returns the last day that a platform reported for these clients. */
export function lastReportedDay(clients: readonly FixtureClient[], platform: 'grab' | 'gojek'): string | null {
  const dates = clients.flatMap(({ rows }) => rows.filter((row) => reported(row, platform)).map(dateOf));
  return dates.sort().at(-1) ?? null;
}

async function manager(app: TestApp, name: string): Promise<number> {
  const users = app.server.app.get(UsersService);
  return (await users.create({ email: `${name}@example.com`, role: 'manager', password: 'a good password' }, SYSTEM))
    .id;
}

function firstReport(rows: readonly UpstreamRow[]): string | null {
  const dates = rows.filter((row) => reported(row, 'grab') || reported(row, 'gojek')).map(dateOf);
  return dates.sort()[0] ?? null;
}

function lastYear({ from, to }: Period): Period {
  return { from: shift(from, -364), to: shift(to, -364) };
}

/** Returns one plausible row per day, different for each seed. `change` overrides fields; null omits the day. */
function days(period: Period, seed: number, change: (n: number) => UpstreamRow | null = () => ({})): UpstreamRow[] {
  return daysOf(period).flatMap((date, n) => {
    const changed = change(n);
    return changed ? [{ ...believable(date, seed, n), ...changed }] : [];
  });
}

function believable(date: string, seed: number, n: number): UpstreamRow {
  const step = (seed * 37 + n * 11) % 100;
  return {
    stat_date: n % 2 === 0 ? date : `${date}T00:00:00.000Z`,
    grab_sales: `${410_000 + seed * 73_911 + step * 9_173}.${String(step).padStart(2, '0')}`,
    grab_orders: 3 + ((seed + n) % 19),
    grab_ads_spend: n % 3 === 0 ? '0.00' : `${12_000 + step * 311}.07`,
    grab_ads_sales: n % 3 === 0 ? '0.00' : `${90_000 + step * 1_733}.90`,
    grab_new_customers: n % 5,
    grab_repeated_customers: String(1 + (n % 4)),
    grab_fake_orders_count: n % 8 === 0 ? 1 + (n % 3) : 0,
    gojek_sales: 250_000 + seed * 40_013 + step * 7_001,
    gojek_orders: String(2 + ((seed * n) % 13)),
    gojek_ads_spend: `${8_000 + step * 207}.5`,
    gojek_ads_sales: `${70_000 + step * 3_001}`,
    gojek_new_client: (n + seed) % 3,
    gojek_returned_client: n % 2,
    gojek_fake_orders_count: n % 9 === 0 ? 1 : 0,
    rating: '4.7',
  };
}

/** Only GoFood reports, with refunds. */
function refunds(n: number): UpstreamRow {
  return { ...nothingFrom('grab'), ...(n % 4 === 1 && { gojek_sales: '-3250000.75', gojek_ads_sales: '-17.30' }) };
}

/** Every third day is missing, and a reporting platform omits some fields. */
function partial(n: number): UpstreamRow | null {
  if (n % 3 === 1) return null;
  return {
    ...(n % 8 === 0 && { grab_orders: null }),
    ...(n % 7 === 2 && { gojek_sales: null }),
    ...(n % 5 === 0 && { grab_ads_spend: null }),
    ...(n % 5 === 3 && { gojek_ads_sales: null, gojek_new_client: undefined }),
    ...(n % 11 === 0 && { grab_fake_orders_count: null, gojek_fake_orders_count: null }),
    ...(n % 13 === 0 && nothingFrom('grab')),
    ...(n === 27 && { ...nothingFrom('grab'), ...nothingFrom('gojek') }),
  };
}

/** No ads, only orders by the agency, and days without orders. */
function zeroes(n: number): UpstreamRow {
  const orders = n % 4 === 0 ? 0 : 2 + (n % 3);
  const none = { ads_spend: '0.00', ads_sales: '0.00', orders, fake_orders_count: orders };
  const of = (platform: string): UpstreamRow =>
    Object.fromEntries(Object.entries(none).map(([field, value]) => [`${platform}_${field}`, value]));
  return {
    ...of('grab'),
    ...of('gojek'),
    ...(n % 4 === 0 && { grab_sales: '0.00', gojek_sales: 0 }),
  };
}

/** A day on which no platform reported. */
function silent(date: string): UpstreamRow {
  return { stat_date: date, ...nothingFrom('grab'), ...nothingFrom('gojek') };
}
