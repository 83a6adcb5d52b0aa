// The most expensive requests that each kind of caller can send. Each attack is `{name, as, calls}`: what is sent at once, and by whom.
import { addDays } from '../../dist/domain/calendar/day.js';
import { YESTERDAY } from './replica.mjs';

const LONGEST = { from: addDays(YESTERDAY, -1099), to: YESTERDAY };
const YEAR = { from: addDays(YESTERDAY, -364), to: YESTERDAY };
const query = (parameters) => new URLSearchParams(parameters).toString();
const get = (path, parameters) => ({ path: parameters ? `${path}?${query(parameters)}` : path });
const json = (path, body, method = 'POST') => ({ path, method, type: 'application/json', body: JSON.stringify(body) });
const text = (path, type, body) => ({ path, method: 'POST', type, body });
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

const HEADER = 'name,upstreamName,status,contactPhone\n';
const importLines = (line) => {
  let file = HEADER;
  for (let index = 0; file.length < 1_000_000; index++) file += line(index);
  return file.slice(0, 1_000_000);
};

/** The requests of a manager with a token. */
export function managerAttacks({ ownerId }) {
  /** As long as a download is watched. */
  const abortAfterMs = 10_000;
  const list = '/api/v1/clients/leaderboard';
  const table = '/admin/api/resources';
  return [
    ['the first list after the start, the longest period', [get(list, { ...LONGEST, perPage: 500 })]],
    [
      '20 ranked lists of different periods at once',
      times(20, (n) =>
        get(list, { ...YEAR, from: addDays(YESTERDAY, -300 - n), perPage: 500, sort: 'roas', compare: 'year' }),
      ),
    ],
    [
      '20 searches of 200 characters',
      times(20, (n) => get(list, { ...LONGEST, search: `restaurant ${n}`.padEnd(200, ' ỡ'), perPage: 500 })),
    ],
    [
      'the last page of the list',
      times(5, () => get(list, { ...LONGEST, page: 20, perPage: 500, platform: 'gojek', excludeFake: true })),
    ],
    [
      'the dashboard of the longest period, 10 at once',
      times(10, (n) =>
        get('/api/v1/dashboard', { ...LONGEST, from: addDays(LONGEST.from, n), interval: 'day', perPage: 500 }),
      ),
    ],
    ['the dashboard page, 5 at once', times(5, (n) => get('/admin', { ...YEAR, from: addDays(YEAR.from, n) }))],
    ['gaps of the longest period, 5 at once', times(5, () => get('/api/v1/stats/gaps', LONGEST))],
    ['the page of gaps of the longest period', times(2, () => get('/admin/gaps', LONGEST))],
    ['attention, 10 at once', times(10, (n) => get('/api/v1/clients/attention', { to: addDays(YESTERDAY, -n) }))],
    ['yesterday, 10 at once', times(10, () => get('/api/v1/stats/yesterday'))],
    [
      'CSV of every day of a year, 4 at once',
      times(4, () => ({ ...get('/api/v1/stats/export.csv', { ...YEAR, view: 'days' }), abortAfterMs })),
    ],
    [
      'CSV of the list, 4 at once',
      times(4, () => ({ ...get('/api/v1/stats/export.csv', { ...LONGEST, view: 'list' }), abortAfterMs })),
    ],
    [
      'XLSX of every day of a year',
      times(2, () => ({ ...get('/api/v1/stats/export.xlsx', { ...YEAR, view: 'days' }), abortAfterMs })),
    ],
    [
      'XLSX of the list',
      times(2, () => ({ ...get('/api/v1/stats/export.xlsx', { ...YEAR, view: 'list' }), abortAfterMs })),
    ],
    [
      '50 pages of a client, the longest period',
      times(50, (n) => get(`/api/v1/clients/${n + 1}/stats`, { ...LONGEST, compare: 'year' })),
    ],
    ['the report of an owner of 200 restaurants', [get(`/api/v1/owners/${ownerId}/report`, YEAR)]],
    [
      'the same as a workbook and as a text',
      ['xlsx', 'text'].map((format) => get(`/api/v1/owners/${ownerId}/report`, { ...YEAR, format })),
    ],
    ['the page of that report', [get(`/admin/owners/${ownerId}/report`, YEAR)]],
    [
      'an owner of 200 restaurants, and the list of owners',
      [get(`/api/v1/owners/${ownerId}`), get('/api/v1/owners', { perPage: 500 })],
    ],
    [
      '20 lists of clients with a search',
      times(20, (n) => get('/api/v1/clients', { search: `t ${n}`.padEnd(200, 'x'), perPage: 500 })),
    ],
    ['every restaurant as CSV, 5 at once', times(5, () => get('/api/v1/clients/export.csv'))],
    [
      'an import of 1 MB of new restaurants, previewed',
      [
        text(
          '/api/v1/clients/import/preview',
          'text/csv',
          importLines((n) => `New ${n},New ${n},active,\n`),
        ),
      ],
    ],
    [
      '1,000 new restaurants with long texts, previewed, 3 at once',
      times(3, () =>
        text(
          '/api/v1/clients/import/preview',
          'text/csv',
          HEADER +
            times(1000, (n) => `${`New ${n} `.padEnd(180, 'x')},${`New ${n} `.padEnd(180, 'y')},active,\n`).join(''),
        ),
      ),
    ],
    [
      'an import of 1 MB of rejected lines, previewed',
      [text('/api/v1/clients/import/preview', 'text/csv', HEADER + ',,x,\n'.repeat(199_000))],
    ],
    [
      'an import of one line of 1 MB',
      [text('/api/v1/clients/import/preview', 'text/csv', `${HEADER}"${'a""'.repeat(300_000)}",b,active,\n`)],
    ],
    [
      'an import of 1 MB of separators',
      [text('/api/v1/clients/import/preview', 'text/csv', HEADER + ','.repeat(990_000))],
    ],
    [
      '10,000 restaurants assigned at once',
      [json('/api/v1/clients/assign', { clientIds: times(10_000, (n) => n + 1), status: 'active' })],
    ],
    [
      '500 restaurants assigned, 5 times',
      times(5, () => json('/api/v1/clients/assign', { clientIds: times(500, (n) => n + 1), status: 'active' })),
    ],
    [
      'the list of days, filtered by a day',
      times(5, (n) =>
        get(`${table}/statistics/actions/list`, {
          'filters.statDate~~from': addDays(YESTERDAY, -n),
          'filters.statDate~~to': addDays(YESTERDAY, -n),
          perPage: 500,
        }),
      ),
    ],
    [
      'the list of days, its last page',
      times(3, () => get(`${table}/statistics/actions/list`, { page: 400, perPage: 500 })),
    ],
    [
      'the list of restaurants, sorted by name, 10 at once',
      times(10, () =>
        get(`${table}/clients/actions/list`, { sortBy: 'name', direction: 'desc', page: 20, perPage: 500 }),
      ),
    ],
    ['restaurants of AdminJS, a search', times(10, () => get(`${table}/clients/search/${'a'.repeat(200)}`))],
    [
      'runs and items of AdminJS',
      ['runs', 'items', 'quarantine', 'collections'].map((id) =>
        get(`${table}/${id}/actions/list`, { perPage: 500, page: 2 }),
      ),
    ],
    [
      'items of AdminJS filtered by a restaurant and a day',
      times(5, () =>
        get(`${table}/items/actions/list`, { 'filters.clientId': '77', 'filters.status': 'failed', perPage: 500 }),
      ),
    ],
    [
      'items of the largest run, its last page',
      times(3, () => get('/api/v1/sync/runs/1/items', { page: 20, perPage: 500 })),
    ],
    ['what was not copied', times(3, () => get('/api/v1/sync/incomplete', { perPage: 500 }))],
    ['the page of a run of every restaurant', times(3, () => get('/admin/runs/1'))],
    ['30 event streams', times(30, () => ({ path: '/api/v1/events', abortAfterMs: 3000 }))],
    [
      'JSON of 1 MB, nested 500,000 deep',
      times(4, () => text('/api/v1/clients', 'application/json', '['.repeat(500_000) + ']'.repeat(500_000))),
    ],
    [
      'JSON of 1 MB with 100,000 keys',
      times(4, () => json('/api/v1/clients', Object.fromEntries(times(60_000, (n) => [`key${n}`, n])))),
    ],
  ].map(([name, calls]) => ({ name, as: 'manager', calls }));
}

/** The requests of a monitor with a token. */
export function monitorAttacks() {
  return [
    ['100 pages of metrics', times(100, () => get('/metrics'))],
    ['100 details of health', times(100, () => get('/health'))],
    ['100 states of syncs', times(100, () => get('/api/v1/sync/status'))],
  ].map(([name, calls]) => ({ name, as: 'monitor', calls }));
}

/** The requests of a stranger. */
export function strangerAttacks({ reportPath }) {
  const form = 'application/x-www-form-urlencoded';
  const login = (n) => text('/admin/login', form, `email=a${n}@example.com&password=${'p'.repeat(200)}`);
  return [
    ['200 logins of as many accounts', times(200, login)],
    [
      '8 bodies of 1 MB, nested',
      times(8, () => text('/api/v1/sync', 'application/json', '{"a":'.repeat(160_000) + '1' + '}'.repeat(160_000))),
    ],
    [
      '8 bodies of 1 MB of keys',
      times(8, () => json('/api/v1/ingest', Object.fromEntries(times(60_000, (n) => [`key${n}`, n])))),
    ],
    [
      '8 bodies of 1 MB of a push without a token',
      times(8, () =>
        json('/api/v1/ingest', {
          batchId: 'x',
          rows: times(5000, (n) => ({
            restaurant_name: `Restaurant ${n}`,
            stat_date: YESTERDAY,
            grab_sales: n,
            grab_orders: n,
            gojek_sales: n,
          })),
        }),
      ),
    ],
    ['8 files of 1 MB', times(8, () => text('/api/v1/clients/import/preview', 'text/csv', ','.repeat(1_000_000)))],
    [
      'forms of 250 kB of parameters',
      times(8, () => text('/admin/api/resources/clients/actions/new', form, 'a=b&'.repeat(60_000))),
    ],
    [
      'forms with 60 names of 30,000 dots',
      times(8, () => text('/admin/api/resources/clients/actions/new', form, `${'.'.repeat(120_000)}=1`)),
    ],
    ['100 addresses of 8 kB', times(100, (n) => get(`/${'a/'.repeat(3500)}${n}`))],
    ['100 reports with unknown links', times(100, (n) => get(`/r/${'x'.repeat(43)}${n}`))],
    ['20 times a report of 200 restaurants by its link', times(20, () => get(reportPath))],
    ['100 tokens that do not exist', times(100, (n) => ({ ...get('/api/v1/sync/status'), token: `unknown${n}` }))],
    ['the API document and its page, 20 at once', times(20, (n) => get(n % 2 ? '/api/docs' : '/api/docs-json'))],
  ].map(([name, calls]) => ({ name, as: 'stranger', calls }));
}
