import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Leaderboard } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import {
  startSeededFixture,
  lastReportedDay,
  NOW,
  YESTERDAY,
  type SeededFixture,
  type FixtureClient,
} from '../support/seeded-fixture.js';
import * as model from '../support/expected-figures.js';
import { comparisonOf, expectedComparison, expectedZeros, type Compare } from '../support/expected-comparison.js';

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

let fixture: SeededFixture;

beforeAll(async () => {
  fixture = await startSeededFixture();
});

afterAll(() => fixture.stop());

describe.each(PERIODS)('the leaderboard of %s', (_, period) => {
  it.each([
    ['previous', false],
    ['previous', true],
    ['year', false],
    ['year', true],
    ['none', false],
  ] as const)('equals the rows upstream sent, compare=%s, excludeFake=%s', async (compare, excludeFake) => {
    const { clients, ...rest } = await ask({ ...period, compare, excludeFake: String(excludeFake) });
    const listed = fixture.clients.filter(({ archivedAt }) => archivedAt === null);
    const expected = listed.map((client) => lineOf(client, period, compare, excludeFake));
    expect(byId(clients)).toEqual(byId(expected));
    expect(clients.map(({ name }) => name)).toEqual(sorted(expected, 'totalSales', 'desc'));
    expect(rest).toEqual({
      period,
      comparePeriod: comparisonOf(period, compare),
      freshness: freshnessOf(listed),
      totals: totalsOf(listed, period, compare, excludeFake),
      total: listed.length,
    });
  });
});

describe('the order of the leaderboard', () => {
  const KEYS = ['name', 'coverage', ...model.FIGURE_NAMES] as const;

  it.each(KEYS)('sorts by %s in both directions, with missing values last', async (sort) => {
    const expected = fixture.clients
      .filter(({ archivedAt }) => archivedAt === null)
      .map((client) => lineOf(client, MONTH, 'none', false));
    for (const order of ['asc', 'desc'] as const) {
      expect(await names({ sort, order })).toEqual(sorted(expected, sort, order));
    }
    expect(await names({ sort })).toEqual(sorted(expected, sort, sort === 'name' ? 'asc' : 'desc'));
  });

  it('sorts refunds between sales and missing values, and first in ascending order', async () => {
    const refundDay = { from: '2026-09-24', to: '2026-09-24' };
    const { clients } = await ask({ ...refundDay, sort: 'totalSales' });
    const sold = clients.filter(({ totalSales }) => totalSales !== null);
    expect(sold.at(-1)).toMatchObject({ name: '=cmd()', totalSales: -3250000.75 });
    expect(clients.slice(sold.length).map(({ name }) => name)).toContain('Kosong');
    expect((await names({ ...refundDay, sort: 'totalSales', order: 'asc' }))[0]).toBe('=cmd()');
  });
});

describe('the filters of the leaderboard', () => {
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
  ])('matches the search %s', async (search, expected) => {
    expect(await names({ search, sort: 'name' })).toEqual(expected);
  });

  it('lists all clients but the archived ones without a filter', async () => {
    expect(await names({ sort: 'name' })).toEqual(listedNames(({ archivedAt }) => archivedAt === null));
  });

  it.each(['active', 'paused', 'churned'] as const)('lists only status=%s', async (status) => {
    const expected = listedNames((client) => client.status === status && client.archivedAt === null);
    expect(await names({ status, sort: 'name' })).toEqual(expected);
  });

  it('lists only archived clients with all their sales for status=archived', async () => {
    const { clients, totals } = await ask({ ...MONTH, status: 'archived' });
    expect(clients).toEqual([lineOf(fixture.findClient('Arsip Ayu'), MONTH, 'previous', false)]);
    expect(totals.totalSales).toBe(clients[0]?.totalSales);
  });

  it('filters by managerId, alone and with others, and sums exactly those clients', async () => {
    const { ani, budi } = fixture.managers;
    const { clients, totals } = await ask({ ...MONTH, managerId: String(ani), sort: 'name' });
    const hers = fixture.clients.filter(({ managerId }) => managerId === ani);
    expect(clients.map(({ name }) => name)).toEqual(['Café Água de Côco', 'Istirahat', 'Warung `Bu Komang`']);
    expect(totals).toEqual(totalsOf(hers, MONTH, 'previous', false));
    expect(await names({ managerId: String(ani), status: 'paused' })).toEqual(['Istirahat']);
    expect(await names({ managerId: String(budi), search: 'x' })).toEqual(['@x']);
    expect(await names({ managerId: String(budi), status: 'archived' })).toEqual(['Arsip Ayu']);
  });

  it('reports never for a client without any data', async () => {
    const { freshness, totals } = await ask({ ...MONTH, search: 'Tak Dikenal' });
    expect(freshness).toEqual({
      demo: false,
      syncedAt: null,
      dataThrough: { grab: null, gojek: null },
      yesterday: { date: YESTERDAY, expected: 0, missing: 0 },
      dueBy: '09:30',
      firstCopy: null,
      state: 'never',
    });
    expect(new Set(model.FIGURE_NAMES.map((name) => totals[name]))).toEqual(new Set([null]));
  });
});

describe('the pages of the leaderboard', () => {
  it('split the sorted list, with totals and the count of all clients', async () => {
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

describe('an invalid leaderboard query', () => {
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
  ])('responds 400 and names the field: %j', async (query, path) => {
    const { status, body } = await fixture.app.get<{ details: { path: string; message: string }[] }>(url(query));
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
    expect(body.details[0]?.message).not.toBe('');
  });

  it('names all invalid fields, and a field that was given twice', async () => {
    const { body } = await fixture.app.get<{ details: { path: string }[] }>(
      `/clients/leaderboard?from=x&to=${YESTERDAY}&to=${YESTERDAY}&page=0`,
    );
    expect(body.details.map(({ path }) => path).sort()).toEqual(['from', 'page', 'to']);
  });
});

function url(query: Record<string, string>): string {
  return `/clients/leaderboard?${new URLSearchParams(query).toString()}`;
}

async function ask(query: Record<string, string>): Promise<Leaderboard> {
  const { status, body } = await fixture.app.call('GET', url(query), undefined, 'manager');
  expect(status).toBe(200);
  return body;
}

async function names(query: Record<string, string>): Promise<string[]> {
  return (await ask({ ...MONTH, compare: 'none', ...query })).clients.map(({ name }) => name);
}

function listedNames(filter: (client: FixtureClient) => boolean): string[] {
  return fixture.clients
    .filter(filter)
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function byId<T extends { readonly id: number }>(clients: readonly T[]): T[] {
  return [...clients].sort((a, b) => a.id - b.id);
}

function lineOf(client: FixtureClient, period: model.Period, compare: Compare, excludeFake: boolean) {
  const { id, name, status, archivedAt, managerId, start } = client;
  const rows = model.rowsWithin(client.rows, period);
  return {
    id,
    name,
    status,
    archivedAt,
    managerId,
    ...model.expectedFigures(rows, excludeFake),
    coverage: model.expectedCoverage(rows, period, start, YESTERDAY),
    ...expectedComparison([client.rows], period, compare, excludeFake),
    suspiciousZeros: expectedZeros(client.rows, rowsOfOthers(client), period),
    spark: model.expectedSpark(rows, period),
    dataThrough: { grab: lastReportedDay([client], 'grab'), gojek: lastReportedDay([client], 'gojek') },
  };
}

function totalsOf(clients: readonly FixtureClient[], period: model.Period, compare: Compare, excludeFake: boolean) {
  const rows = clients.flatMap((client) => model.rowsWithin(client.rows, period));
  const coverage = { days: 0, expected: 0, grab: 0, gojek: 0 };
  for (const client of clients) {
    const own = model.expectedCoverage(model.rowsWithin(client.rows, period), period, client.start, YESTERDAY);
    for (const key of ['days', 'expected', 'grab', 'gojek'] as const) coverage[key] += own[key];
  }
  return {
    ...model.expectedFigures(rows, excludeFake),
    coverage,
    ...expectedComparison(
      clients.map((client) => client.rows),
      period,
      compare,
      excludeFake,
    ),
    spark: model.expectedSpark(rows, period),
  };
}

function rowsOfOthers(client: FixtureClient) {
  return fixture.clients.filter((other) => other !== client).map(({ rows }) => rows);
}

function freshnessOf(clients: readonly FixtureClient[]) {
  const yesterday = usualReporters(clients);
  return {
    demo: false,
    syncedAt: NOW,
    dataThrough: { grab: lastReportedDay(clients, 'grab'), gojek: lastReportedDay(clients, 'gojek') },
    yesterday: { date: YESTERDAY, ...yesterday },
    dueBy: '09:30',
    firstCopy: null,
    state: yesterday.missing === 0 ? 'fresh' : 'late',
  };
}

/** Who reported on a platform on five of the seven days before yesterday, and whether all such platforms did yesterday. */
function usualReporters(clients: readonly FixtureClient[]) {
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
