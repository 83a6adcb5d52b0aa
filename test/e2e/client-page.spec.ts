import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientPage } from '../../src/stats/reports/client-page.dto.js';
import {
  startSeededFixture,
  lastReportedDay,
  YESTERDAY,
  type FixtureClient,
  type SeededFixture,
} from '../support/seeded-fixture.js';
import * as model from '../support/expected-figures.js';
import {
  comparisonOf,
  expectedCompleteness,
  expectedComparison,
  expectedZeros,
  onlyPlatform,
  type Compare,
} from '../support/expected-comparison.js';

const MONTH = { from: '2026-10-23', to: YESTERDAY };
const PERIODS: readonly model.Period[] = [
  MONTH,
  { from: YESTERDAY, to: YESTERDAY },
  { from: '2026-09-23', to: YESTERDAY },
  { from: '2026-10-20', to: '2026-10-20' },
  { from: '2026-11-10', to: '2026-12-05' },
  { from: '2025-01-01', to: '2025-01-08' },
];
const NAMES = [
  'Warung `Bu Komang`',
  'Café Água de Côco',
  '=cmd()',
  '+1 Sushi',
  '@x',
  '-1',
  'Nol Iklan',
  'Istirahat',
  'Churned Chen',
  'Arsip Ayu',
  'Kosong',
  'Tak Dikenal',
  'Belum Buka',
  'KOPI ombak',
  'kopi OMBAK',
];

let fixture: SeededFixture;

beforeAll(async () => {
  fixture = await startSeededFixture();
});

afterAll(() => fixture.stop());

describe.each(NAMES)('the client page of %s', (name) => {
  it.each([
    ['previous', false],
    ['previous', true],
    ['year', true],
    ['none', false],
  ] as const)('equals the rows upstream sent, compare=%s, excludeFake=%s', async (compare, excludeFake) => {
    const client = fixture.findClient(name);
    const { id, status, archivedAt, managerId, start, syncedAt } = client;
    for (const period of PERIODS) {
      const { freshness, ...page } = await ask(id, { ...period, compare, excludeFake: excludeFake ? '1' : '0' });
      const rows = model.rowsWithin(client.rows, period);
      const then = comparisonOf(period, compare);
      const thenRows = then && model.rowsWithin(client.rows, then);
      expect(page).toEqual({
        client: { id, name, status, archivedAt, managerId },
        period,
        comparePeriod: then,
        summary: {
          ...model.expectedFigures(rows, excludeFake),
          ...expectedComparison([client.rows], period, compare, excludeFake),
        },
        compare:
          then && thenRows
            ? {
                ...model.expectedFigures(thenRows, excludeFake),
                coverage: model.expectedCoverage(thenRows, then, start, YESTERDAY),
                days: daysOfPage(client, then, excludeFake),
                platforms: model.expectedPlatformTable(thenRows, excludeFake),
              }
            : null,
        days: daysOfPage(client, period, excludeFake),
        platforms: platformsOfPage(client, period, compare, excludeFake),
        coverage: model.expectedCoverage(rows, period, start, YESTERDAY),
      });
      const dataThrough = { grab: lastReportedDay([client], 'grab'), gojek: lastReportedDay([client], 'gojek') };
      expect(freshness).toMatchObject({ demo: false, syncedAt, dataThrough });
    }
  });
});

describe('the client page', () => {
  it('lists every day, with null where a platform did not report', async () => {
    const page = await ask(fixture.findClient('+1 Sushi').id, { from: '2026-09-23', to: YESTERDAY });
    expect(page.days.map(({ date }) => date)).toEqual(model.daysOf({ from: '2026-09-23', to: YESTERDAY }));
    const day = (date: string) => page.days.find((candidate) => candidate.date === date);
    expect(day('2026-09-24')).toEqual({
      date: '2026-09-24',
      grab: null,
      gojek: null,
      totalSales: null,
      totalOrders: null,
      complete: true,
      missing: [],
      suspiciousZeros: [],
    });
    expect(day('2026-09-23')).toMatchObject({ grab: null, gojek: { sales: expect.any(Number) } });
    expect(day('2026-10-01')).toMatchObject({ grab: { orders: null, fakeOrders: expect.any(Number) } });
  });

  it('reports fresh, late, stale and never for one client', async () => {
    const state = async (name: string) => (await ask(fixture.findClient(name).id, MONTH)).freshness.state;
    expect(await state('Warung `Bu Komang`')).toBe('fresh');
    expect(await state('KOPI ombak')).toBe('late');
    expect(await state('Churned Chen')).toBe('stale');
    expect(await state('Kosong')).toBe('never');
  });

  it('compares with the previous week by default', async () => {
    const { comparePeriod } = await ask(fixture.findClient('@x').id, { from: '2026-11-15', to: YESTERDAY });
    expect(comparePeriod).toEqual({ from: '2026-11-08', to: '2026-11-14' });
  });

  it.each([false, true])('agrees with the leaderboard and with its own days, excludeFake=%s', async (excludeFake) => {
    const query = { ...MONTH, excludeFake: String(excludeFake) };
    const { body } = await fixture.app.get(`/clients/leaderboard?${new URLSearchParams(query).toString()}`);
    for (const line of body.clients) {
      const { summary, coverage, days } = await ask(line.id, query);
      expect(line).toMatchObject({ ...summary, coverage });
      expect(line.spark).toEqual(days.map(({ totalSales }) => totalSales));
      for (const [figure, orders] of [
        ['totalOrders', days.map(({ totalOrders }) => totalOrders)],
        ['grabOrders', days.map(({ grab }) => grab?.orders ?? null)],
        ['gojekOrders', days.map(({ gojek }) => gojek?.orders ?? null)],
      ] as const) {
        const known = orders.filter((value) => value !== null);
        const sum = known.reduce((total, value) => total + value, 0);
        expect({ client: line.name, figure, sum: summary[figure] }).toEqual({
          client: line.name,
          figure,
          sum: known.length === 0 ? null : sum,
        });
      }
    }
  });

  it('counts one platform only, as if the other had never reported', async () => {
    const client = fixture.findClient('Warung `Bu Komang`');
    for (const platform of ['grab', 'gojek'] as const) {
      const rows = onlyPlatform(client.rows, platform);
      const page = await ask(client.id, { ...MONTH, platform });
      expect(page.summary).toEqual({
        ...model.expectedFigures(model.rowsWithin(rows, MONTH), false),
        ...expectedComparison([rows], MONTH, 'previous', false),
      });
      expect(page.days.map((day) => day[platform === 'grab' ? 'gojek' : 'grab'])).toEqual(page.days.map(() => null));
    }
  });

  it.each(['4711', '0', '-1', 'abc', '1e3', '999999999999999999999'])('responds 404 for the client %s', async (id) => {
    const { status, body } = await fixture.app.get(`/clients/${id}/stats?${new URLSearchParams(MONTH).toString()}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ statusCode: 404, error: 'Not Found' });
  });

  it.each([
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '2000-01-01', to: '2039-12-31' }, 'from'],
    [{ from: 'abc', to: YESTERDAY }, 'from'],
    [{ ...MONTH, compare: 'week' }, 'compare'],
    [{ ...MONTH, compare: 'month' }, 'compare'],
    [{ ...MONTH, compare: 'year', compareFrom: '2026-01-01' }, 'compareFrom'],
    [{ ...MONTH, compareFrom: '2026-02-30' }, 'compareFrom'],
    [{ ...MONTH, platform: 'shopee' }, 'platform'],
    [{ ...MONTH, interval: 'year' }, 'interval'],
    [{ ...MONTH, sort: 'name' }, 'sort'],
  ])('responds 400 and names the field: %j', async (query, path) => {
    const { status, body } = await fixture.app.get<{ details: { path: string }[] }>(
      `/clients/${fixture.findClient('@x').id}/stats?${new URLSearchParams(query).toString()}`,
    );
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
  });
});

function daysOfPage(client: FixtureClient, period: model.Period, excludeFake: boolean) {
  const others = fixture.clients.filter((other) => other !== client).map(({ rows }) => rows);
  const zeros = expectedZeros(client.rows, others, period);
  return model.daysOf(period).map((date) => {
    const { complete, missing } = expectedCompleteness(client.rows, date, YESTERDAY);
    return {
      ...model.expectedDay(client.rows, date, excludeFake),
      complete,
      missing,
      suspiciousZeros: zeros.filter((zero) => zero.date === date).map(({ platform }) => platform),
    };
  });
}

/** The deltas of a platform are those of its rows alone. */
function platformsOfPage(client: FixtureClient, period: model.Period, compare: Compare, excludeFake: boolean) {
  const table = model.expectedPlatformTable(model.rowsWithin(client.rows, period), excludeFake);
  const row = (name: 'grab' | 'gojek' | 'total') => {
    const rows = onlyPlatform(client.rows, name === 'total' ? 'all' : name);
    const { delta, matched } = expectedComparison([rows], period, compare, excludeFake);
    const known = (figure: model.Figure, platformFigure: string) =>
      name === 'total' ? delta[figure] : (delta[`${name}${platformFigure}` as model.Figure] ?? delta[figure]);
    return {
      ...table[name],
      matched,
      delta: expect.objectContaining({
        sales: known('totalSales', 'Sales'),
        orders: known('totalOrders', 'Orders'),
        averageCheck: delta.averageCheck,
        roas: delta.roas,
        adShare: delta.adShare,
        newCustomers: known('newCustomers', 'NewCustomers'),
      }) as unknown,
    };
  };
  return { grab: row('grab'), gojek: row('gojek'), total: row('total') };
}

async function ask(id: number, query: Record<string, string>): Promise<ClientPage> {
  const path = `/clients/${id}/stats?${new URLSearchParams(query).toString()}`;
  const { status, body } = await fixture.app.call('GET', path, undefined, 'manager');
  expect(status).toBe(200);
  return body;
}
