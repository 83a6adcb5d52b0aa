import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Leaderboard } from '../src/stats/leaderboard.service.js';
import { startSmallWorld, through, NOW, YESTERDAY, type SmallWorld, type WorldClient } from './support/small-world.js';
import * as model from './support/wire-model.js';

type Compare = 'previous' | 'year' | 'none';

const MONTH = { from: '2026-10-23', to: YESTERDAY };
const PERIODS: readonly [string, model.Period][] = [
  ['the last day', { from: YESTERDAY, to: YESTERDAY }],
  ['a week', { from: '2026-11-15', to: YESTERDAY }],
  ['eight days', { from: '2026-10-01', to: '2026-10-08' }],
  ['thirty days', MONTH],
  ['all sixty days', { from: '2026-09-23', to: YESTERDAY }],
  ['a year', { from: '2025-11-22', to: YESTERDAY }],
  ['days nobody has', { from: '2025-01-01', to: '2025-02-11' }],
  ['days to come', { from: '2026-11-01', to: '2026-12-31' }],
];

let world: SmallWorld;

beforeAll(async () => {
  world = await startSmallWorld();
});

afterAll(() => world.stop());

describe.each(PERIODS)('the leaderboard of %s', (_, period) => {
  it.each([
    ['previous', false],
    ['previous', true],
    ['year', false],
    ['year', true],
    ['none', false],
  ] as const)('equals the rows upstream sent, compare=%s, excludeFake=%s', async (compare, excludeFake) => {
    const { clients, ...rest } = await ask({ ...period, compare, excludeFake: String(excludeFake) });
    const listed = world.clients.filter(({ archivedAt }) => archivedAt === null);
    const expected = listed.map((client) => lineOf(client, period, compare, excludeFake));
    expect(byId(clients)).toEqual(byId(expected));
    expect(clients.map(({ name }) => name)).toEqual(sorted(expected, 'totalSales', 'desc'));
    expect(rest).toEqual({
      period,
      comparePeriod: model.compared(period, compare),
      freshness: freshnessOf(listed),
      totals: totalsOf(listed, period, compare, excludeFake),
      total: listed.length,
    });
  });
});

describe('the order of the leaderboard', () => {
  const KEYS = ['name', 'coverage', ...model.FIGURE_NAMES] as const;

  it.each(KEYS)('by %s, up and down, with what does not exist last', async (sort) => {
    const expected = world.clients
      .filter(({ archivedAt }) => archivedAt === null)
      .map((client) => lineOf(client, MONTH, 'none', false));
    for (const order of ['asc', 'desc'] as const) {
      expect(await names({ sort, order })).toEqual(sorted(expected, sort, order));
    }
    expect(await names({ sort })).toEqual(sorted(expected, sort, sort === 'name' ? 'asc' : 'desc'));
  });

  it('puts refunds below every sale and above no data, or first when the lowest come first', async () => {
    const refundDay = { from: '2026-09-24', to: '2026-09-24' };
    const { clients } = await ask({ ...refundDay, sort: 'totalSales' });
    const sold = clients.filter(({ totalSales }) => totalSales !== null);
    expect(sold.at(-1)).toMatchObject({ name: '=cmd()', totalSales: -3250000.75 });
    expect(clients.slice(sold.length).map(({ name }) => name)).toContain('Kosong');
    expect((await names({ ...refundDay, sort: 'totalSales', order: 'asc' }))[0]).toBe('=cmd()');
  });
});

describe('who is on the leaderboard', () => {
  it.each([
    ['komang', ['Warung `Bu Komang`']],
    ['BU KOMANG', ['Warung `Bu Komang`']],
    ["bu 'komang`", ['Warung `Bu Komang`']],
    ['cafe agua de coco', ['Café Água de Côco']],
    ['CAFÉ', ['Café Água de Côco']],
    ['Cafe\u0301', ['Café Água de Côco']],
    ['kopi ombak', ['kopi OMBAK', 'KOPI ombak']],
    ['=cmd', ['=cmd()']],
    ['%', []],
    ['_', []],
    ['nobody', []],
    ['arsip', []],
  ])('search %s', async (search, expected) => {
    expect(await names({ search, sort: 'name' })).toEqual(expected);
  });

  it('all but the archived without a filter', async () => {
    expect(await names({ sort: 'name' })).toEqual(listedNames(({ archivedAt }) => archivedAt === null));
  });

  it.each(['active', 'paused', 'churned'] as const)('status=%s', async (status) => {
    const expected = listedNames((client) => client.status === status && client.archivedAt === null);
    expect(await names({ status, sort: 'name' })).toEqual(expected);
  });

  it('status=archived: only the archived, with all they sold', async () => {
    const { clients, totals } = await ask({ ...MONTH, status: 'archived' });
    expect(clients).toEqual([lineOf(world.named('Arsip Ayu'), MONTH, 'previous', false)]);
    expect(totals.totalSales).toBe(clients[0]?.totalSales);
  });

  it('managerId, alone and with other filters, and totals of exactly those', async () => {
    const { ani, budi } = world.managers;
    const { clients, totals } = await ask({ ...MONTH, managerId: String(ani), sort: 'name' });
    const hers = world.clients.filter(({ managerId }) => managerId === ani);
    expect(clients.map(({ name }) => name)).toEqual(['Café Água de Côco', 'Istirahat', 'Warung `Bu Komang`']);
    expect(totals).toEqual(totalsOf(hers, MONTH, 'previous', false));
    expect(await names({ managerId: String(ani), status: 'paused' })).toEqual(['Istirahat']);
    expect(await names({ managerId: String(budi), search: 'x' })).toEqual(['@x']);
    expect(await names({ managerId: String(budi), status: 'archived' })).toEqual(['Arsip Ayu']);
  });

  it('says that data never came where none did', async () => {
    const { freshness, totals } = await ask({ ...MONTH, search: 'Tak Dikenal' });
    expect(freshness).toEqual({
      demo: false,
      syncedAt: null,
      dataThrough: { grab: null, gojek: null },
      yesterday: { date: YESTERDAY, expected: 0, missing: 0 },
      state: 'never',
    });
    expect(new Set(model.FIGURE_NAMES.map((name) => totals[name]))).toEqual(new Set([null]));
  });
});

describe('pages of the leaderboard', () => {
  it('cut the ordered list, with totals and the number of all', async () => {
    const all = await ask({ ...MONTH, sort: 'grabOrders' });
    for (const [page, perPage] of [
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
      [1, 500],
    ] as const) {
      const cut = await ask({ ...MONTH, sort: 'grabOrders', page: String(page), perPage: String(perPage) });
      expect(cut).toEqual({ ...all, clients: all.clients.slice((page - 1) * perPage, page * perPage), page, perPage });
    }
    expect(await ask({ ...MONTH, perPage: '3' })).toMatchObject({ page: 1, perPage: 3, total: all.total });
    expect(await ask({ ...MONTH, page: '1' })).toMatchObject({ page: 1, perPage: 50, total: all.total });
    expect(all).not.toHaveProperty('page');
  });
});

describe('a leaderboard that can not be', () => {
  it.each([
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '1986-11-22', to: YESTERDAY }, 'from'],
    [{ from: '2000-01-01', to: '2039-12-31' }, 'from'],
    [{ from: 'abc', to: YESTERDAY }, 'from'],
    [{ from: '2026-02-30', to: YESTERDAY }, 'from'],
    [{ from: '2026-11-01T00:00:00Z', to: YESTERDAY }, 'from'],
    [{ to: YESTERDAY }, 'from'],
    [{ from: '2026-11-01' }, 'to'],
    [{ ...MONTH, sort: 'profit' }, 'sort'],
    [{ ...MONTH, sort: '__proto__' }, 'sort'],
    [{ ...MONTH, order: 'up' }, 'order'],
    [{ ...MONTH, status: 'gone' }, 'status'],
    [{ ...MONTH, managerId: '4711' }, 'managerId'],
    [{ ...MONTH, managerId: 'me' }, 'managerId'],
    [{ ...MONTH, compare: 'never' }, 'compare'],
    [{ ...MONTH, excludeFake: 'maybe' }, 'excludeFake'],
    [{ ...MONTH, perPage: '501' }, 'perPage'],
    [{ ...MONTH, perPage: '0' }, 'perPage'],
    [{ ...MONTH, page: '0' }, 'page'],
    [{ ...MONTH, page: '-1' }, 'page'],
    [{ ...MONTH, page: '1.5' }, 'page'],
    [{ ...MONTH, limit: '5' }, 'limit'],
    [{ ...MONTH, search: 'x'.repeat(201) }, 'search'],
  ])('%j is a 400 that names the field', async (query, path) => {
    const { status, body } = await world.app.get<{ details: { path: string; message: string }[] }>(url(query));
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
    expect(body.details[0]?.message).not.toBe('');
  });

  it('names every bad field at once, and one that was given twice', async () => {
    const { body } = await world.app.get<{ details: { path: string }[] }>(
      `/clients/leaderboard?from=x&to=${YESTERDAY}&to=${YESTERDAY}&page=0`,
    );
    expect(body.details.map(({ path }) => path).sort()).toEqual(['from', 'page', 'to']);
  });
});

function url(query: Record<string, string>): string {
  return `/clients/leaderboard?${new URLSearchParams(query).toString()}`;
}

async function ask(query: Record<string, string>): Promise<Leaderboard> {
  const { status, body } = await world.app.call<Leaderboard>('GET', url(query), undefined, 'manager');
  expect(status).toBe(200);
  return body;
}

async function names(query: Record<string, string>): Promise<string[]> {
  return (await ask({ ...MONTH, compare: 'none', ...query })).clients.map(({ name }) => name);
}

function listedNames(filter: (client: WorldClient) => boolean): string[] {
  return world.clients
    .filter(filter)
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function byId<T extends { readonly id: number }>(clients: readonly T[]): T[] {
  return [...clients].sort((a, b) => a.id - b.id);
}

function lineOf(client: WorldClient, period: model.Period, compare: Compare, excludeFake: boolean) {
  const { id, name, status, archivedAt, managerId, start } = client;
  const rows = model.within(client.rows, period);
  const then = model.compared(period, compare);
  return {
    id,
    name,
    status,
    archivedAt,
    managerId,
    ...model.figures(rows, excludeFake),
    coverage: model.coverage(rows, period, start, YESTERDAY),
    delta: model.deltas(rows, then && model.within(client.rows, then), excludeFake),
    comparedDays: then && reportedDays(model.within(client.rows, then)),
    spark: model.spark(rows, period),
    dataThrough: { grab: through([client], 'grab'), gojek: through([client], 'gojek') },
  };
}

function totalsOf(clients: readonly WorldClient[], period: model.Period, compare: Compare, excludeFake: boolean) {
  const rows = clients.flatMap((client) => model.within(client.rows, period));
  const then = model.compared(period, compare);
  const thenRows = then && clients.flatMap((client) => model.within(client.rows, then));
  const coverage = { days: 0, expected: 0, grab: 0, gojek: 0 };
  for (const client of clients) {
    const own = model.coverage(model.within(client.rows, period), period, client.start, YESTERDAY);
    for (const key of ['days', 'expected', 'grab', 'gojek'] as const) coverage[key] += own[key];
  }
  return {
    ...model.figures(rows, excludeFake),
    coverage,
    delta: model.deltas(rows, thenRows, excludeFake),
    comparedDays: thenRows && reportedDays(thenRows),
    spark: model.spark(rows, period),
  };
}

/** Rows are one a client and day. */
function reportedDays(rows: WorldClient['rows']): number {
  return rows.filter((row) => model.reported(row, 'grab') || model.reported(row, 'gojek')).length;
}

function freshnessOf(clients: readonly WorldClient[]) {
  return {
    demo: false,
    syncedAt: NOW,
    dataThrough: { grab: through(clients, 'grab'), gojek: through(clients, 'gojek') },
    yesterday: { date: YESTERDAY, ...usualReporters(clients) },
    state: 'fresh',
  };
}

/** Who reported on a platform on five of the seven days before yesterday, and whether all such platforms did yesterday. */
function usualReporters(clients: readonly WorldClient[]) {
  const reporters = clients
    .filter(({ status, archivedAt }) => status === 'active' && archivedAt === null)
    .map(({ rows }) => {
      const on = (platform: 'grab' | 'gojek') => rows.filter((row) => model.reported(row, platform)).map(model.dateOf);
      const week = model.daysOf({ from: model.shift(YESTERDAY, -7), to: model.shift(YESTERDAY, -1) });
      const usual = (['grab', 'gojek'] as const)
        .map(on)
        .filter((days) => week.filter((day) => days.includes(day)).length >= 5);
      return { expected: usual.length > 0, missing: usual.some((days) => !days.includes(YESTERDAY)) };
    })
    .filter(({ expected }) => expected);
  return { expected: reporters.length, missing: reporters.filter(({ missing }) => missing).length };
}

function sorted(
  lines: readonly ReturnType<typeof lineOf>[],
  sort: 'name' | 'coverage' | model.Figure,
  order: 'asc' | 'desc',
): string[] {
  const value = (line: ReturnType<typeof lineOf>) => {
    if (sort === 'name') return line.name;
    if (sort === 'coverage') return line.coverage.expected === 0 ? null : line.coverage.days / line.coverage.expected;
    return line[sort];
  };
  const inNameOrder = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
  const named = [...lines].sort((a, b) => inNameOrder(a.name, b.name));
  const rank = (a: string | number, b: string | number) =>
    (typeof a === 'string' ? inNameOrder(a, String(b)) : a - Number(b)) * (order === 'asc' ? 1 : -1);
  const [none, some] = [named.filter((line) => value(line) === null), named.filter((line) => value(line) !== null)];
  some.sort((a, b) => rank(value(a) ?? 0, value(b) ?? 0));
  return [...some, ...none].map(({ name }) => name);
}
