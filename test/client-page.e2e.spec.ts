import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientPage } from '../src/stats/client-page.service.js';
import type { Leaderboard } from '../src/stats/leaderboard.service.js';
import { startSmallWorld, through, YESTERDAY, type SmallWorld } from './support/small-world.js';
import * as model from './support/wire-model.js';

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

let world: SmallWorld;

beforeAll(async () => {
  world = await startSmallWorld();
});

afterAll(() => world.stop());

describe.each(NAMES)('the page of %s', (name) => {
  it.each([
    ['previous', false],
    ['previous', true],
    ['year', true],
    ['none', false],
  ] as const)('equals the rows upstream sent, compare=%s, excludeFake=%s', async (compare, excludeFake) => {
    const client = world.named(name);
    const { id, status, archivedAt, managerId, start, syncedAt } = client;
    for (const period of PERIODS) {
      const { freshness, ...page } = await ask(id, { ...period, compare, excludeFake: excludeFake ? '1' : '0' });
      const rows = model.within(client.rows, period);
      const then = model.compared(period, compare);
      const thenRows = then && model.within(client.rows, then);
      expect(page).toEqual({
        client: { id, name, status, archivedAt, managerId },
        period,
        comparePeriod: then,
        summary: { ...model.figures(rows, excludeFake), delta: model.deltas(rows, thenRows, excludeFake) },
        compare:
          then && thenRows
            ? {
                ...model.figures(thenRows, excludeFake),
                coverage: model.coverage(thenRows, then, start, YESTERDAY),
                days: model.daysOf(then).map((date) => model.day(thenRows, date, excludeFake)),
                platforms: model.platformTable(thenRows, excludeFake),
              }
            : null,
        days: model.daysOf(period).map((date) => model.day(rows, date, excludeFake)),
        platforms: model.platformTable(rows, excludeFake),
        coverage: model.coverage(rows, period, start, YESTERDAY),
      });
      const dataThrough = { grab: through([client], 'grab'), gojek: through([client], 'gojek') };
      expect(freshness).toMatchObject({ demo: false, syncedAt, dataThrough });
    }
  });
});

describe('the client page', () => {
  it('has every day, and null where a platform or both did not report', async () => {
    const page = await ask(world.named('+1 Sushi').id, { from: '2026-09-23', to: YESTERDAY });
    expect(page.days.map(({ date }) => date)).toEqual(model.daysOf({ from: '2026-09-23', to: YESTERDAY }));
    const day = (date: string) => page.days.find((candidate) => candidate.date === date);
    expect(day('2026-09-24')).toEqual({
      date: '2026-09-24',
      grab: null,
      gojek: null,
      totalSales: null,
      totalOrders: null,
    });
    expect(day('2026-09-23')).toMatchObject({ grab: null, gojek: { sales: expect.any(Number) } });
    expect(day('2026-10-01')).toMatchObject({ grab: { orders: null, fakeOrders: expect.any(Number) } });
  });

  it('says fresh, stale and never of one client', async () => {
    const state = async (name: string) => (await ask(world.named(name).id, MONTH)).freshness.state;
    expect(await state('Warung `Bu Komang`')).toBe('fresh');
    expect(await state('KOPI ombak')).toBe('stale');
    expect(await state('Churned Chen')).toBe('stale');
    expect(await state('Kosong')).toBe('never');
  });

  it('compares with the week before unless told otherwise', async () => {
    const { comparePeriod } = await ask(world.named('@x').id, { from: '2026-11-15', to: YESTERDAY });
    expect(comparePeriod).toEqual({ from: '2026-11-08', to: '2026-11-14' });
  });

  it.each([false, true])('agrees with the leaderboard and with its own days, excludeFake=%s', async (excludeFake) => {
    const query = { ...MONTH, excludeFake: String(excludeFake) };
    const { body } = await world.app.get<Leaderboard>(`/clients/leaderboard?${new URLSearchParams(query).toString()}`);
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

  it.each(['4711', '0', '-1', 'abc', '1e3', '999999999999999999999'])('is a 404 for the client %s', async (id) => {
    const { status, body } = await world.app.get(`/clients/${id}/stats?${new URLSearchParams(MONTH).toString()}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ statusCode: 404, error: 'Not Found' });
  });

  it.each([
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '2000-01-01', to: '2039-12-31' }, 'from'],
    [{ from: 'abc', to: YESTERDAY }, 'from'],
    [{ ...MONTH, compare: 'week' }, 'compare'],
    [{ ...MONTH, sort: 'name' }, 'sort'],
  ])('%j is a 400 that names the field', async (query, path) => {
    const { status, body } = await world.app.get<{ details: { path: string }[] }>(
      `/clients/${world.named('@x').id}/stats?${new URLSearchParams(query).toString()}`,
    );
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
  });
});

async function ask(id: number, query: Record<string, string>): Promise<ClientPage> {
  const path = `/clients/${id}/stats?${new URLSearchParams(query).toString()}`;
  const { status, body } = await world.app.call<ClientPage>('GET', path, undefined, 'manager');
  expect(status).toBe(200);
  return body;
}
