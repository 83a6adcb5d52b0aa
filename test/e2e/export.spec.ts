import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Leaderboard } from '../../src/stats/reports/leaderboard/leaderboard.dto.js';
import { ReportsService } from '../../src/stats/reports/reports.service.js';
import { ExportQuery } from '../../src/stats/stats.schema.js';
import { startSeededFixture, YESTERDAY, type SeededFixture } from '../support/seeded-fixture.js';
import * as model from '../support/expected-figures.js';

const MONTH = { from: '2026-10-23', to: YESTERDAY };
const DAYS_HEADER = [
  'client_id',
  'client_name',
  'date',
  ...model.METRIC_COLUMNS,
  'total_sales',
  'total_orders',
  'notes',
];
const FIGURES = model.FIGURE_NAMES.map(model.snake);
const COVERAGE = ['coverage_days', 'coverage_expected', 'coverage_grab', 'coverage_gojek'];
const LIST_HEADER = [
  'client_id',
  'client_name',
  'status',
  ...FIGURES,
  ...COVERAGE,
  ...FIGURES.map((figure) => `delta_${figure}`),
  'matched_pairs',
  'matched_of',
  'matched_share',
  'total_sales_delta',
  'suspicious_zeros',
  'monthly_target',
  'put_aside_until',
];

type Cells = Record<string, string>;

let fixture: SeededFixture;

beforeAll(async () => {
  fixture = await startSeededFixture();
});

afterAll(() => fixture.stop());

describe('an export of days', () => {
  const query = `?view=days&from=2023-11-22&to=${YESTERDAY}`;

  it('lets other work run between two clients', async () => {
    const parsed = ExportQuery.parse(Object.fromEntries(new URLSearchParams(query)));
    const { pieces } = await fixture.app.server.app.get(ReportsService).createExport(parsed);
    let turns = 0;
    let next = setImmediate(function count() {
      turns += 1;
      next = setImmediate(count);
    });
    const turnsAtPiece: number[] = [];
    for await (const _ of pieces) turnsAtPiece.push(turns);
    clearImmediate(next);
    const [, ...clients] = turnsAtPiece;
    expect(clients.length).toBeGreaterThan(5);
    expect(clients.every((count, index) => count > (turnsAtPiece[index] ?? 0))).toBe(true);
  });

  it('runs twice at once for one principal; the next is a 429 until one has ended', async () => {
    const get = (role: 'admin' | 'manager') => fixture.app.request('GET', `/api/v1/stats/export.csv${query}`, { role });
    const responses = await Promise.all([...Array.from({ length: 5 }, () => get('admin')), get('manager')]);
    const statuses = responses.map(({ status }) => status);
    const later = responses.find(({ status }) => status === 429);
    expect(later?.headers.get('retry-after')).toBe('5');
    expect(statuses.slice(0, 5).sort()).toEqual([200, 200, 429, 429, 429]);
    expect(statuses[5]).toBe(200);
    expect((await get('admin')).status).toBe(200);
  });
});

describe('the export of days', () => {
  it.each([false, true])(
    'has every day of every listed client as upstream sent it, excludeFake=%s',
    async (excludeFake) => {
      const { header, records } = await download({ ...MONTH, view: 'days', excludeFake: String(excludeFake) });
      expect(header).toEqual(DAYS_HEADER);
      const { clients } = await leaderboard({ ...MONTH, excludeFake: String(excludeFake) });
      const expected = clients.flatMap(({ id, name }) => {
        const { rows } = fixture.findClient(name);
        return model.daysOf(MONTH).map((date): Cells => {
          const { grab, gojek, totalSales, totalOrders } = model.expectedDay(rows, date, excludeFake);
          const platforms = model.METRIC_COLUMNS.map((column): [string, number | null] => {
            const [platform, ...field] = column.split('_');
            const values = platform === 'grab' ? grab : gojek;
            return [
              column,
              Object.entries(values ?? {}).find(([key]) => model.snake(key) === field.join('_'))?.[1] ?? null,
            ];
          });
          const numbers = Object.fromEntries([
            ...platforms,
            ['total_sales', totalSales],
            ['total_orders', totalOrders],
          ] as const);
          return { client_id: String(id), client_name: inert(name), date, ...texts(numbers), notes: '' };
        });
      });
      expect(records).toEqual(expected);
    },
  );

  it('leaves unreported values blank and writes refunds as plain numbers', async () => {
    const { records } = await download({
      view: 'days',
      from: '2026-09-23',
      to: '2026-09-24',
      clientId: idOf('=cmd()'),
    });
    expect(records).toMatchObject([
      { date: '2026-09-23', grab_sales: '', grab_orders: '', grab_fake_orders: '' },
      {
        date: '2026-09-24',
        grab_sales: '',
        gojek_sales: '-3250000.75',
        gojek_ads_sales: '-17.3',
        total_sales: '-3250000.75',
      },
    ]);
    expect(Number(records[0]?.gojek_sales)).toBeGreaterThan(0);
  });

  it('covers one client, archived or not', async () => {
    const { records } = await download({ ...MONTH, view: 'days', clientId: idOf('Arsip Ayu') });
    expect(records.map(({ date }) => date)).toEqual(model.daysOf(MONTH));
    expect(new Set(records.map(({ client_name }) => client_name))).toEqual(new Set(['Arsip Ayu']));
  });
});

it('is no 304 after a note or a target has changed', async () => {
  const id = idOf('Nol Iklan');
  const path = `/api/v1/stats/export.csv?view=days&clientId=${id}&from=${YESTERDAY}&to=${YESTERDAY}`;
  const get = async (etag = '') => {
    const headers = { authorization: `Bearer ${await fixture.app.token('manager')}`, 'if-none-match': etag };
    const response = await fetch(`${fixture.app.server.url}${path}`, { headers });
    await response.arrayBuffer();
    return { status: response.status, etag: response.headers.get('etag') ?? '' };
  };
  let held = (await get()).etag;
  expect((await get(held)).status).toBe(304);
  const { body: note } = await fixture.app.post<{ id: number }>(`/clients/${id}/notes`, {
    day: YESTERDAY,
    text: 'ads',
  });
  for (const change of [
    // Several changes in one instant of the clock are changes too.
    () => fixture.app.call('PATCH', `/notes/${note.id}`, { text: 'ads stopped' }),
    () => fixture.app.call('PATCH', `/notes/${note.id}`, { text: 'ads started' }),
    () => fixture.app.call('DELETE', `/notes/${note.id}`),
    () => fixture.app.call('PATCH', `/clients/${id}`, { monthlyTarget: 5_000_000 }),
    () => fixture.app.call('PATCH', `/clients/${id}`, { monthlyTarget: null }),
  ]) {
    const { status, etag } = await get(held);
    expect(status).toBe(200);
    held = etag;
    await change();
  }
  expect((await get(held)).status).toBe(200);
});

describe('the export of the list', () => {
  it.each([
    {},
    { excludeFake: 'true' },
    { sort: 'grabAdsSpend', order: 'asc' },
    { sort: 'name', status: 'archived' },
    { search: 'ombak', compare: 'year' },
    { platform: 'gojek', sort: 'totalSalesDelta' },
    { compare: 'none', page: '2', perPage: '4' },
  ] as Record<string, string>[])('equals the leaderboard of %j', async (query) => {
    const { header, records } = await download({ ...MONTH, ...query, view: 'list' });
    expect(header).toEqual(LIST_HEADER);
    const { clients } = await leaderboard({ ...MONTH, ...query });
    expect(clients.length).toBeGreaterThan(0);
    expect(records).toEqual(
      clients.map((client) => ({
        client_id: String(client.id),
        client_name: inert(client.name),
        status: client.status,
        ...texts(Object.fromEntries(model.FIGURE_NAMES.map((name) => [model.snake(name), client[name]]))),
        ...texts(Object.fromEntries(Object.entries(client.coverage).map(([key, value]) => [`coverage_${key}`, value]))),
        ...texts(
          Object.fromEntries(model.FIGURE_NAMES.map((name) => [`delta_${model.snake(name)}`, client.delta[name]])),
        ),
        ...texts({
          matched_pairs: client.matched?.pairs ?? null,
          matched_of: client.matched?.of ?? null,
          matched_share: client.matched?.share ?? null,
          total_sales_delta: client.totalSalesDelta,
          suspicious_zeros: client.suspiciousZeros.length,
          monthly_target: null,
          put_aside_until: null,
        }),
      })),
    );
  });

  it('has the same selection and order in the export of days', async () => {
    const query = { ...MONTH, sort: 'roas', order: 'asc', managerId: String(fixture.managers.budi) };
    const { records } = await download({ ...query, view: 'days' });
    const { clients } = await leaderboard(query);
    expect([...new Set(records.map(({ client_id }) => client_id))]).toEqual(clients.map(({ id }) => String(id)));
  });

  it('covers one client', async () => {
    const { records } = await download({ ...MONTH, view: 'list', clientId: idOf('Istirahat') });
    expect(records.map(({ client_name, status }) => [client_name, status])).toEqual([['Istirahat', 'paused']]);
  });

  it('has only a header when no client matches', async () => {
    for (const view of ['list', 'days']) {
      expect((await download({ ...MONTH, view, search: 'nobody at all' })).records).toEqual([]);
    }
  });
});

describe('the exported file', () => {
  it.each(['list', 'days'])('is UTF-8 with a BOM and holds no formula, for the %s', async (view) => {
    const { text, headers } = await download({ ...MONTH, view });
    expect(text.startsWith('\uFEFFclient_id,')).toBe(true);
    expect(text.lastIndexOf('\uFEFF')).toBe(0);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="delivery-stats_${view}_${MONTH.from}_${MONTH.to}.csv"`,
    );
    for (const name of ['=cmd()', '+1 Sushi', '@x', '-1']) expect(text).toContain(`,'${name},`);
    expect(text).toContain('Café Água de Côco');
    const cells = parse(text, { bom: true }).flat();
    expect(cells.filter((cell) => /^\s*[=+@\t\r]/.test(cell) || (cell.startsWith('-') && !Number(cell)))).toEqual([]);
  });
});

describe('an invalid export', () => {
  it.each([
    [{ ...MONTH }, 'view'],
    [{ ...MONTH, view: 'weeks' }, 'view'],
    [{ view: 'days', from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ view: 'days', from: '2000-01-01', to: '2039-12-31' }, 'from'],
    [{ view: 'list', from: 'abc', to: YESTERDAY }, 'from'],
    [{ ...MONTH, view: 'list', sort: 'profit' }, 'sort'],
    [{ ...MONTH, view: 'list', managerId: '4711' }, 'managerId'],
    [{ ...MONTH, view: 'days', clientId: '4711' }, 'clientId'],
    [{ ...MONTH, view: 'days', perPage: '501' }, 'perPage'],
    [{ ...MONTH, view: 'days', format: 'xlsx' }, 'format'],
  ])('responds with a JSON 400 and no file: %j', async (query, path) => {
    const { status, headers, body } = await fixture.app.get<{ details: { path: string }[] }>(
      `/stats/export.csv?${new URLSearchParams(query).toString()}`,
    );
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('content-disposition')).toBeNull();
  });
});

async function download(query: Record<string, string>) {
  const path = `/api/v1/stats/export.csv?${new URLSearchParams(query).toString()}`;
  const authorization = `Bearer ${await fixture.app.token('manager')}`;
  const response = await fetch(`${fixture.app.server.url}${path}`, { headers: { authorization } });
  expect(response.status).toBe(200);
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await response.arrayBuffer());
  const [header] = parse(text, { bom: true, to: 1 });
  const records = parse<Cells>(text, { bom: true, columns: true });
  return { text, header, records, headers: response.headers };
}

async function leaderboard(query: Record<string, string>): Promise<Leaderboard> {
  return (await fixture.app.get(`/clients/leaderboard?${new URLSearchParams(query).toString()}`)).body;
}

function idOf(name: string): string {
  return String(fixture.findClient(name).id);
}

function texts(values: Record<string, number | null>): Cells {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value === null ? '' : String(value)]));
}

/** As a spreadsheet may see it: never the beginning of a formula. */
function inert(name: string): string {
  return /^[=+@-]/.test(name) ? `'${name}` : name;
}
