import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { HtmlClient } from '../support/html-client.js';

interface Answer {
  readonly records: readonly {
    readonly params: Record<string, unknown>;
    readonly recordActions: readonly { name: string }[];
  }[];
  readonly record: {
    readonly params: Record<string, unknown>;
    readonly errors: Record<string, { message: string }>;
    readonly recordActions: readonly { name: string }[];
  };
  readonly notice?: { readonly type: string; readonly message: string };
  readonly meta: { readonly total: number };
  readonly totals: readonly { readonly label: string; readonly value: string }[];
  readonly panels: readonly {
    readonly rows: readonly (readonly string[])[];
    readonly more: { readonly href: string };
  }[];
  readonly redirectUrl?: string;
}

const PASSWORD = 'a good password';
const ADMIN_TABLES = ['users', 'audit'];
const TABLES = ['clients', 'owners', 'statistics', 'runs', 'items', 'quarantine', 'collections', ...ADMIN_TABLES];

let fixture: SeededFixture;
const clients = {} as Record<'admin' | 'manager' | 'monitor', HtmlClient>;

beforeAll(async () => {
  fixture = await startSeededFixture();
  const users = fixture.app.server.app.get(UsersService);
  await users.create({ email: 'mona@example.com', role: 'monitor', password: PASSWORD }, SYSTEM);
  for (const [role, email] of [
    ['admin', 'admin@example.com'],
    ['manager', 'ani@example.com'],
    ['monitor', 'mona@example.com'],
  ] as const) {
    clients[role] = new HtmlClient(fixture.app);
    await clients[role].login(email, PASSWORD);
  }
});

afterAll(() => fixture.stop());

const api = (path: string) => `/admin/api/resources/${path}`;
const parse = (text: string) => JSON.parse(text) as Answer;
const get = async (path: string, client = clients.admin, headers = {}) => {
  const { status, text } = await client.get(api(path), headers);
  return { status, body: parse(text) };
};
const post = async (path: string, form: Record<string, string> = {}, client = clients.admin, headers = {}) => {
  const { status, text } = await client.post(api(path), form, headers);
  return { status, body: parse(text) };
};
const ru = { 'accept-language': 'ru' };

describe('the roles in the panel', () => {
  it.each(TABLES)('open the page of %s to the right roles only', async (table) => {
    expect((await clients.admin.get(`/admin/resources/${table}`)).status).toBe(200);
    expect((await clients.monitor.get(`/admin/resources/${table}`)).status).toBe(403);
    const stranger = await new HtmlClient(fixture.app).get(`/admin/resources/${table}?page=2`);
    expect([stranger.status, stranger.location]).toEqual([
      302,
      `/admin/login?next=%2Fadmin%2Fresources%2F${table}%3Fpage%3D2`,
    ]);
  });

  it.each(TABLES)('open the list of %s to the right roles only', async (table) => {
    expect((await get(`${table}/actions/list`)).body.notice).toBeUndefined();
    expect((await clients.monitor.get(api(`${table}/actions/list`))).status).toBe(403);
    expect((await new HtmlClient(fixture.app).get(api(`${table}/actions/list`))).status).toBe(401);
    const { status, body } = await get(`${table}/actions/list`, clients.manager);
    expect([status, body.notice]).toEqual([ADMIN_TABLES.includes(table) ? 403 : 200, undefined]);
  });

  it('let nobody but an admin change admin records on any route', async () => {
    const before = await fixture.app.rows('SELECT * FROM "user"');
    const { id } = (await fixture.app.rows<{ id: number }>(`SELECT id FROM "user" WHERE role = 'admin'`))[0] ?? {
      id: 0,
    };
    for (const path of ['users/actions/new', `users/records/${id}/edit`, `users/records/${id}/disable`]) {
      const form = { email: 'x@example.com', role: 'admin', password: PASSWORD };
      expect((await post(path, form, clients.manager)).status).toBe(403);
    }
    for (const path of [`users/records/${id}/show`, `users/records/${id}/edit`]) {
      const { status, body } = await get(path, clients.manager);
      expect([status, body.record]).toEqual([403, undefined]);
    }
    expect(await fixture.app.rows('SELECT * FROM "user"')).toEqual(before);
  });

  it('let nobody delete a record', async () => {
    const id = fixture.findClient('Kosong').id;
    for (const path of [
      `clients/records/${id}/delete`,
      `clients/bulk/bulkDelete?recordIds=${id}`,
      'statistics/actions/new',
    ]) {
      expect((await post(path)).status).toBe(403);
    }
    expect(await fixture.app.rows('SELECT id FROM client WHERE id = ?', [id])).toHaveLength(1);
  });

  it('change nothing on a GET or on a request of another site', async () => {
    const { id } = fixture.findClient('Kosong');
    expect((await get(`clients/records/${id}/archive`)).status).toBe(404);
    const response = await clients.admin.post(
      api(`clients/records/${id}/archive`),
      {},
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(response.status).toBe(403);
    expect(await fixture.app.rows('SELECT id FROM client WHERE id = ? AND archived_at IS NULL', [id])).toHaveLength(1);
  });

  it.each(['nothing/actions/list', 'clients/actions/nothing', 'clients/actions/constructor', '__proto__/actions/list'])(
    'give no access to %s',
    async (path) => {
      expect((await clients.admin.get(api(path))).status).toBe(404);
    },
  );
});

describe('an invalid request to the panel', () => {
  it.each([
    ['statistics/actions/list?perPage=-1', 400],
    ['statistics/actions/list?perPage=501', 400],
    ['statistics/actions/list?perPage=1e3', 400],
    ['statistics/actions/list?page=0', 400],
    ['statistics/actions/list?page=9999999', 400],
    ['statistics/actions/list?page=401&perPage=500', 400],
    ['statistics/actions/list?page=400&perPage=500', 200],
    ['clients/actions/search?perPage=100000', 400],
    ['clients/actions/search/%00', 400],
    [`clients/actions/search/${'x'.repeat(201)}`, 400],
    ['clients/actions/list?sortBy=notes', 400],
    ['clients/actions/list?direction=up', 400],
    ['clients/actions/list?filters.name=%00', 400],
    ['clients/actions/list?filters.name=a&filters.name=b', 400],
    ['clients/actions/list?filters.managerId=99999999999', 200],
    ['audit/actions/list?filters.at~~from=2026-02-30', 400],
    [`clients/actions/list?filters.${'.'.repeat(10_000)}=1`, 200],
    ['clients/records/4711/show', 404],
    ['clients/records/2147483648/show', 404],
    ['clients/records/%00/show', 404],
    ['statistics/records/99999999999_2026-11-20/show', 404],
    ['statistics/records/1_2026-02-30/show', 404],
    ['clients/actions/show', 404],
    ['clients/records/1/list', 404],
    ['clients/bulk/list', 404],
  ])('is a status and no success with an error inside: GET %s', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it.each([
    ['clients/bulk/setPaused', 400],
    ['clients/bulk/setPaused?recordIds=', 400],
    ['clients/bulk/setPaused?recordIds=1,x', 400],
    [`clients/bulk/setPaused?recordIds=${Array.from({ length: 501 }, (_, at) => at + 1).join(',')}`, 400],
    ['clients/bulk/setPaused?recordIds=4711', 404],
    ['clients/records/4711/archive', 404],
    ['clients/records/4711/edit', 404],
  ])('is a status and no success with an error inside: POST %s', async (path, status) => {
    expect((await post(path)).status).toBe(status);
  });

  /** Sends a body to the form of a new client and returns the status. */
  const send = async (body: FormData | string, type?: string) => {
    const headers = {
      cookie: `session=${clients.manager.cookies.get('session')}`,
      'sec-fetch-site': 'same-origin',
      ...(type && { 'content-type': type }),
    };
    const response = await fetch(`${fixture.app.server.url}${api('clients/actions/new')}`, {
      method: 'POST',
      headers,
      body,
    });
    await response.text();
    return response.status;
  };
  const form = (fields: [string, string][]) => {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return data;
  };

  it.each<[string, string, number]>([
    ['a field of 30,000 dots', JSON.stringify({ ['.'.repeat(30_000)]: 'x' }), 400],
    ['a nested field', JSON.stringify({ name: { a: 1 } }), 400],
    ['a number', JSON.stringify({ name: 7 }), 400],
    ['a list', '[]', 400],
    ['U+0000', JSON.stringify({ name: 'a\0' }), 400],
    ['half a character', JSON.stringify({ name: 'a\ud800' }), 400],
    ['100 fields', JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, '']))), 400],
    ['300 kB', JSON.stringify({ name: 'x'.repeat(300_000) }), 413],
    ['a million brackets', '['.repeat(200_000) + ']'.repeat(50_000), 400],
  ])('is a JSON form with %s', async (_, body, status) => {
    expect(await send(body, 'application/json')).toBe(status);
  });

  it.each<[string, [string, string][], number]>([
    ['400 fields', Array.from({ length: 400 }, (_, at) => [`f${at}`, 'x']), 413],
    ['a value of 100 kB', [['name', 'x'.repeat(100_000)]], 413],
    ['a name of 1,000 characters', [['x'.repeat(1000), 'x']], 413],
    ['300 kB in all', Array.from({ length: 5 }, () => ['notes', 'x'.repeat(60_000)]), 413],
    ['a nested name', [['name[a][b]', 'x']], 400],
    ['dots in a name', [['a.b', 'x']], 400],
  ])('is a multipart form with %s', async (_, fields, status) => {
    expect(await send(form(fields))).toBe(status);
  });

  it('is a multipart form without a length, or with a file', async () => {
    const data = new FormData();
    data.append('name', new Blob(['x']), 'x.txt');
    expect(await send(data)).toBe(400);
  });
});

describe('the dashboard and the pages of the panel', () => {
  it('serve the dashboard data for the query in the address', async () => {
    const { status, text } = await clients.manager.get('/admin/api/dashboard?metric=orders&period=7d', ru);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      viewer: { id: fixture.managers.ani, name: 'ani@example.com', role: 'manager' },
      language: 'ru',
      query: 'metric=orders&period=7d',
      board: { total: expect.any(Number) },
    });
  });

  it.each([
    ['gaps', '/admin/gaps'],
    ['syncStatus', '/admin/sync_status'],
  ])('redirect from %s to the page that the server renders', async (name, path) => {
    const { status, location } = await clients.manager.get(`/admin/pages/${name}`);
    expect([status, location]).toEqual([302, path]);
    expect((await clients.manager.get(path)).status).toBe(200);
  });

  it.each(['nothing', 'constructor', '__proto__'])('have no page %s', async (name) => {
    expect((await clients.manager.get(`/admin/pages/${name}`)).status).toBe(404);
  });
});

describe('the colours of the panel', () => {
  it('are those that a person chose in this browser, on every kind of page, until they choose those of the system', async () => {
    const browser = new HtmlClient(fixture.app);
    await browser.login('ani@example.com', PASSWORD);
    const chosen = () =>
      Promise.all(
        ['/admin', '/admin/account', '/admin/resources/clients'].map(async (path) => {
          const { text } = await browser.get(path);
          return /<html[^>]* data-theme="?(\w+)/.exec(text)?.[1];
        }),
      );
    expect(await chosen()).toEqual([undefined, undefined, undefined]);
    const { status, location } = await browser.post('/admin/theme', { theme: 'dark' });
    expect([status, location]).toEqual([303, '/admin/account']);
    expect(await chosen()).toEqual(['dark', 'dark', 'dark']);
    expect((await browser.post('/admin/theme', { theme: 'blue' })).status).toBe(400);
    await browser.post('/admin/theme', { theme: 'system' });
    expect(await chosen()).toEqual([undefined, undefined, undefined]);
  });
});

describe('the responses of the panel', () => {
  it('hold no secret', async () => {
    const pages = await Promise.all([
      clients.admin.get('/admin/resources/users'),
      ...TABLES.map((table) => clients.admin.get(api(`${table}/actions/list`))),
      clients.manager.get(api('managers/actions/search')),
    ]);
    for (const { text } of pages)
      expect(text).not.toMatch(/passwordHash|password_hash|scrypt|tokenHash|idHash|sync_?requested/i);
  });

  it('give a manager only the e-mail of other managers', async () => {
    const { body } = await get('managers/actions/search/ani', clients.manager);
    expect(body.records.map(({ params }) => params)).toEqual([{ id: fixture.managers.ani, email: 'ani@example.com' }]);
  });
});

describe('clients in the panel', () => {
  it('are listed without archived ones, and searched as the leaderboard searches', async () => {
    const names = async (query: string) =>
      (await get(`clients/actions/list${query}`)).body.records.map(({ params }) => params.name);
    expect(await names('')).not.toContain('Arsip Ayu');
    expect(await names('?filters.archived=yes')).toEqual(['Arsip Ayu']);
    expect(await names('?filters.name=cafe%20agua')).toEqual(['Café Água de Côco']);
    expect(await names('?filters.status=paused')).toEqual(['Istirahat']);
    expect((await names(`?filters.managerId=${fixture.managers.budi}`)).sort()).toEqual(['=cmd()', '@x']);
    expect(await names('?filters.nonsense=1&filters.status=')).toHaveLength(14);
  });

  it('are listed in the order of people, not of bytes', async () => {
    const names = ['Zoo 10', 'zoo 9', 'Zoo 1', 'Zoo Éclair', 'zoo east'];
    for (const name of names) await fixture.app.post('/clients', { name, status: 'paused' });
    const listed = async (query: string) =>
      (await get(`clients/actions/list?filters.name=zoo&${query}`)).body.records.map(({ params }) => params.name);
    const sorted = ['Zoo 1', 'zoo 9', 'Zoo 10', 'zoo east', 'Zoo Éclair'].sort(
      new Intl.Collator('en', { numeric: true }).compare,
    );
    expect(await listed('')).toEqual(sorted);
    expect(await listed('sortBy=name&direction=desc')).toEqual([...sorted].reverse());
    expect(await listed('perPage=2&page=2')).toEqual(sorted.slice(2, 4));
    await fixture.app.database.write((tx) => tx.query("DELETE FROM client WHERE lower(name) LIKE 'zoo%'"));
  });

  it('are found by a name typed on another keyboard', async () => {
    const search = async (text: string) =>
      (await get(`clients/actions/list?filters.name=${encodeURIComponent(text)}`)).body.records.map(
        ({ params }) => params.name,
      );
    expect(await search('kopi \u200b ombak')).toHaveLength(2);
    expect(await search('cafe  agua')).toEqual(['Café Água de Côco']);
  });

  it('are created verbatim, get their sync, and leave an audit event', async () => {
    const synced = fixture.app.nextRunEnd();
    const name = ' <img src=x onerror=alert(1)> `x` ';
    const { body } = await post(
      'clients/actions/new',
      { name, notes: 'a\r\nb', startDate: '', id: '4711' },
      clients.manager,
    );
    expect(body.notice?.type).toBe('success');
    const rows = await fixture.app.rows<{ id: number }>('SELECT * FROM client WHERE name = ?', [name]);
    expect(rows[0]).toMatchObject({ upstream_name: name, status: 'active', notes: 'a\nb', start_date: null });
    expect(body.redirectUrl).toBe(`/admin/resources/clients/records/${rows[0]?.id}/show`);
    const [entry] = await fixture.app.rows('SELECT * FROM audit_log ORDER BY id DESC LIMIT 1');
    expect(entry).toMatchObject({
      actor: 'ani@example.com',
      action: 'client.create',
      target_id: rows[0]?.id,
      address: '127.0.0.1',
    });
    expect(await synced).toMatchObject({ trigger: 'new_client', actor: null, progress: { total: 1 } });
  });

  it.each([
    [{ name: 'Kosong' }, 'name', 'another restaurant has it already', 'уже есть у другого ресторана'],
    [{ name: '' }, 'name', 'must not be empty', 'заполните это поле'],
    [{ name: 'x'.repeat(201) }, 'name', 'may have at most 200 characters', 'не больше 200 символов'],
    [
      { name: 'n1', startDate: '2026-02-30' },
      'startDate',
      'must be a day from 2000 to 2099',
      'укажите день с 2000 по 2099 год',
    ],
    [{ name: 'n5\nx' }, 'name', 'must not contain a line break', 'уберите перенос строки'],
    [{ name: 'n2', status: 'gone' }, 'status', 'choose one from the list', 'выберите из списка'],
    [{ name: 'n3', managerId: '4711' }, 'managerId', 'no such user', 'такого пользователя нет'],
    [{ name: 'n4', managerId: 'x' }, 'managerId', 'choose one from the list', 'выберите из списка'],
  ])('get a validation error at the field: %j', async (form, field, english, russian) => {
    for (const [headers, message] of [
      [{}, english],
      [ru, russian],
    ] as const) {
      const { status, body } = await post('clients/actions/new', form, clients.admin, headers);
      expect([status, body.record.errors]).toEqual([400, { [field]: { type: 'rule', message } }]);
      expect(body.notice).toEqual({ type: 'error', message: 'thereWereValidationErrors' });
    }
  });

  it('are updated only in the changed fields', async () => {
    const { id } = fixture.findClient('Belum Buka');
    const { body: form } = await get(`clients/records/${id}/edit`);
    const sent = Object.fromEntries(
      Object.entries(form.record.params).map(([key, value]) => [
        key,
        value === null ? '' : String(value as string | number),
      ]),
    );
    await post(`clients/records/${id}/edit`, { ...sent, contactName: 'Ibu', managerId: String(fixture.managers.ani) });
    const [entry] = await fixture.app.rows<{ before: string; after: string }>(
      'SELECT * FROM audit_log ORDER BY id DESC LIMIT 1',
    );
    expect(JSON.parse(entry?.before ?? '')).toEqual({ contactName: null, managerId: null });
    expect(JSON.parse(entry?.after ?? '')).toEqual({ contactName: 'Ibu', managerId: fixture.managers.ani });
  });

  it('are archived, restored and given a status in bulk', async () => {
    const ids = ['Kosong', 'Tak Dikenal'].map((name) => fixture.findClient(name).id);
    const states = () =>
      fixture.app.rows(
        `SELECT status, CASE WHEN archived_at IS NULL THEN 1 ELSE 0 END AS here FROM client WHERE id IN (${ids.join(', ')})`,
      );
    const { body } = await post(`clients/bulk/setPaused?recordIds=${ids.join(',')}`, {}, clients.admin, ru);
    expect(body.notice?.message).toBe('Изменены 2 ресторана');
    await post(`clients/bulk/archiveSelected?recordIds=${ids.join(',')}`);
    expect(await states()).toEqual(ids.map(() => ({ status: 'paused', here: 0 })));
    for (const id of ids) await post(`clients/records/${id}/restore`);
    await post(`clients/bulk/setActive?recordIds=${ids.join(',')}`);
    expect(await states()).toEqual(ids.map(() => ({ status: 'active', here: 1 })));
  });

  it('offer the actions that apply to each', async () => {
    const offered = async (query: string, client = clients.admin) =>
      (await get(`clients/actions/list${query}`, client)).body.records[0]?.recordActions.map(({ name }) => name);
    const ofAdmin = ['sync', 'copyExactly', 'findName'];
    expect(await offered('?filters.archived=yes')).toEqual([
      'show',
      'edit',
      'figures',
      'report',
      'restore',
      ...ofAdmin,
    ]);
    expect(await offered('')).toEqual(['show', 'edit', 'figures', 'report', 'archive', ...ofAdmin]);
    expect(await offered('', clients.manager)).toEqual(['show', 'edit', 'figures', 'report', 'archive']);
  });

  it('are synced by an admin only, one or many', async () => {
    const ids = ['@x', '=cmd()'].map((name) => fixture.findClient(name).id);
    const runs = () =>
      fixture.app.rows<{ id: number; actor: string }>('SELECT id, actor FROM sync_run ORDER BY id DESC');
    const before = await runs();
    const rejected = await post(`clients/records/${ids[0] ?? 0}/sync`, {}, clients.manager);
    expect(rejected.status).toBe(403);
    expect(await runs()).toEqual(before);
    for (const path of [
      `clients/records/${ids[0] ?? 0}/sync`,
      `clients/bulk/syncSelected?recordIds=${ids.join(',')}`,
    ]) {
      const ended = fixture.app.nextRunEnd();
      expect((await post(path)).body.notice?.type).toBe('success');
      expect(await ended).toMatchObject({ trigger: 'manual', actor: 'admin@example.com', status: 'completed' });
    }
    expect((await runs()).length).toBe(before.length + 2);
  });
});

describe('statistics in the panel', () => {
  it('show money in rupiah and mark missing values', async () => {
    const { id } = fixture.findClient('Café Água de Côco');
    const { body } = await get(
      `statistics/actions/list?filters.clientId=${id}&filters.statDate~~from=2026-11-21`,
      clients.manager,
      ru,
    );
    const [stored] = await fixture.app.rows<{ grab_sales: number }>(
      'SELECT grab_sales FROM client_stat WHERE client_id = ? AND stat_date = ?',
      [id, '2026-11-21'],
    );
    const rupiah = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 }).format((stored?.grab_sales ?? 0) / 100);
    expect(body.meta.total).toBe(1);
    expect(body.records[0]?.params).toMatchObject({
      clientId: id,
      statDate: '21.11.2026',
      grabSales: `Rp\u00a0${rupiah}`,
      gojekSales: '—',
      gojekOrders: '—',
    });
    const { body: one } = await get(`statistics/records/${id}_2026-11-21/show`);
    expect(one.record.params).toMatchObject({ statDate: '21 Nov 2026', gojekFakeOrders: '—' });
  });

  it('are counted, and filtered by days', async () => {
    const { total } = (await get('statistics/actions/list')).body.meta;
    expect(await fixture.app.rows('SELECT count(*) AS total FROM client_stat')).toEqual([{ total }]);
    const { body } = await get(
      'statistics/actions/list?filters.statDate~~from=2026-11-01&filters.statDate~~to=2026-11-02&perPage=100',
    );
    expect(
      await fixture.app.rows(
        "SELECT count(*) AS total FROM client_stat WHERE stat_date BETWEEN '2026-11-01' AND '2026-11-02'",
      ),
    ).toEqual([{ total: body.meta.total }]);
  });

  it('come newest first, page by page, whatever the filter', async () => {
    const stored = await fixture.app.rows<{ id: number; day: string }>(
      'SELECT client_id AS id, stat_date AS day FROM client_stat ORDER BY stat_date DESC, client_id',
    );
    const idsOf = async (query: string) =>
      (await get(`statistics/actions/list?${query}`)).body.records.map(({ params }) => params.id);
    const ids = stored.map(({ id, day }) => `${id}_${day}`);
    const lastPage = Math.ceil(ids.length / 500);
    expect(await idsOf('perPage=20')).toEqual(ids.slice(0, 20));
    for (const page of [2, 3, 4, 7, 11, 16])
      expect(await idsOf(`perPage=20&page=${page}`)).toEqual(ids.slice((page - 1) * 20, page * 20));
    expect(await idsOf(`perPage=500&page=${lastPage}`)).toEqual(ids.slice((lastPage - 1) * 500));
    const october = stored.filter(({ day }) => day >= '2026-10-01' && day <= '2026-10-31');
    const inOctober = october.map(({ id, day }) => `${id}_${day}`);
    for (let page = 1; page <= Math.ceil(october.length / 30) + 1; page++)
      expect(
        await idsOf(`perPage=30&page=${page}&filters.statDate~~from=2026-10-01&filters.statDate~~to=2026-10-31`),
      ).toEqual(inOctober.slice((page - 1) * 30, page * 30));
  });

  it.each([
    ['', 'TRUE'],
    [
      'filters.statDate~~from=2026-10-05&filters.statDate~~to=2026-11-02',
      "stat_date BETWEEN '2026-10-05' AND '2026-11-02'",
    ],
    ['filters.clientId=1', 'client_id = 1'],
    ['filters.clientId=1&filters.statDate~~from=2026-11-10', "client_id = 1 AND stat_date >= '2026-11-10'"],
  ])('have totals of the rows of the filter %s', async (query, condition) => {
    const { body } = await get(`statistics/actions/totals?${query}`, clients.manager);
    const [stored] = await fixture.app.rows<Record<'sales' | 'orders' | 'grab', number>>(
      `SELECT sum(total_sales) AS sales, sum(total_orders) AS orders, sum(grab_sales) AS grab FROM client_stat WHERE ${condition}`,
    );
    const shown = Object.fromEntries(
      body.totals.map(({ label, value }) => [label, Number(value.replace(/[^\d.]/g, ''))]),
    );
    expect(shown).toMatchObject({
      Sales: Number(stored?.sales) / 100,
      Orders: Number(stored?.orders),
      'Grab: sales': Number(stored?.grab) / 100,
    });
  });
});

describe('users in the panel', () => {
  it('are created without a password, given a name and a role, disabled and enabled', async () => {
    const { body } = await post('users/actions/new', { email: 'new@example.com', role: 'manager', name: 'Wayan' });
    const id = Number(body.record.params.id);
    const users = fixture.app.server.app.get(UsersService);
    const person = new HtmlClient(fixture.app);
    const ended = async () => (await person.get('/admin/account')).status === 302;
    await users.setPassword('new@example.com', PASSWORD, SYSTEM);
    expect((await person.login('new@example.com', PASSWORD)).status).toBe(303);
    await post(`users/records/${id}/edit`, { name: 'Wayan Sari', role: 'manager' });
    expect([(await users.findOne(id)).name, await ended()]).toEqual(['Wayan Sari', false]);
    await post(`users/records/${id}/edit`, { role: 'monitor' });
    expect(await ended()).toBe(true);
    expect((await person.login('new@example.com', PASSWORD)).status).toBe(303);
    await post(`users/records/${id}/disable`);
    expect(await ended()).toBe(true);
    await post(`users/records/${id}/enable`);
    expect((await person.login('new@example.com', PASSWORD)).status).toBe(303);
  });

  it.each([
    [{ email: 'ani@example.com', role: 'manager', password: PASSWORD }, 'email', 'такая учётная запись уже есть'],
    [{ email: 'nobody', role: 'manager', password: PASSWORD }, 'email', 'укажите адрес e-mail'],
    [{ email: 'b@example.com', role: '', password: PASSWORD }, 'role', 'выберите из списка'],
    [{ email: 'b@example.com', role: 'manager', name: 'x'.repeat(101) }, 'name', 'не больше 100 символов'],
  ])('get a validation error at the field: %j', async (form, field, message) => {
    const { body } = await post('users/actions/new', form, clients.admin, ru);
    expect(body.record.errors).toEqual({ [field]: { type: 'rule', message } });
  });

  it('keep their last admin', async () => {
    const [admin] = await fixture.app.rows<{ id: number }>(`SELECT id FROM "user" WHERE role = 'admin'`);
    const { status, body } = await post(`users/records/${admin?.id}/disable`, {}, clients.admin, ru);
    expect(status).toBe(409);
    expect(body.notice?.message).toBe('Это последний администратор; сначала назначьте другого');
    const { body: edited } = await post(`users/records/${admin?.id}/edit`, { role: 'manager' });
    expect(edited.notice?.type).toBe('error');
    expect((await clients.admin.get('/admin/account')).status).toBe(200);
  });
});

describe('runs and the audit log in the panel', () => {
  it('explain in the reader’s language why a restaurant was not copied', async () => {
    const list = 'items/actions/list?filters.runId=1&filters.status=not_found';
    const reasonsIn = async (headers = {}) =>
      (await get(list, clients.manager, headers)).body.records.map(({ params }) => params.message);
    expect(await reasonsIn(ru)).toEqual([
      'Сервер статистики не знает этого ресторана; проверьте название на сервере статистики.',
    ]);
    expect(await reasonsIn()).toEqual([
      'The statistics server does not know this restaurant; check the name on the statistics server.',
    ]);
  });

  it('show the result of a run, its clients and the quarantined rows', async () => {
    const { body: run } = await get('runs/records/1/show', clients.manager);
    expect(run.record.params).toMatchObject({
      status: 'partial',
      progress: '14 of 15',
      changed: expect.stringMatching(/^\d+$/),
      quarantined: '0',
      duration: expect.stringMatching(/^\d+ s$/),
    });
    const { body } = await get('items/actions/list?filters.runId=1&filters.status=not_found', clients.manager);
    expect(body.records.map(({ params }) => params.clientId)).toEqual([fixture.findClient('Tak Dikenal').id]);
    const { body: failed } = await get('items/actions/list?filters.runId=1&filters.outcome=notDone');
    expect(failed.records.map(({ params }) => params.status)).toEqual(['not_found']);
    const { body: now } = await get('items/actions/list?filters.outcome=incomplete', clients.manager);
    expect(now.records.map(({ params }) => params.clientId)).toContain(fixture.findClient('Tak Dikenal').id);
  });

  it('let an admin retry the remaining items of a run, when there are any', async () => {
    const ended = fixture.app.nextRunEnd();
    expect((await post('runs/records/1/retry', {}, clients.manager)).status).toBe(403);
    expect((await post('runs/records/1/retry')).body.notice?.message).toBe('A new sync has started');
    const { id, trigger, progress } = await ended;
    expect([trigger, progress.total]).toEqual(['retry', 1]);
    const offered = (await get(`runs/records/${id}/show`)).body.record;
    expect(offered.recordActions.map(({ name }) => name)).toEqual(['show', 'retry']);
  });

  it('link a failed restaurant to its repair page, for admins only', async () => {
    const offered = async (status: string, client = clients.admin) => {
      const { body } = await get(`items/actions/list?filters.runId=1&filters.status=${status}`, client);
      return body.records[0]?.recordActions.map(({ name }) => name);
    };
    expect(await offered('not_found')).toEqual(['show', 'findName']);
    expect(await offered('not_found', clients.manager)).toEqual(['show']);
    expect(await offered('done')).toEqual(['show']);
  });

  it('show how a collection was requested and how it ended', async () => {
    const ended = fixture.app.nextCollectionEnd();
    await fixture.app.post('/collection');
    const { id } = await ended;
    const { body } = await get('collections/actions/list?filters.status=unsupported', clients.manager, ru);
    expect(body.records.map(({ params }) => params)).toEqual([
      expect.objectContaining({ id, status: 'unsupported', trigger: 'manual', thenSync: 'нет', dataMoved: '—' }),
    ]);
    const none = await get('collections/actions/list?filters.status=succeeded', clients.manager);
    expect(none.body.records).toEqual([]);
  });

  it('name and link the record of an audit event, and lead from a record to its history', async () => {
    const { id } = fixture.findClient('Nol Iklan');
    await fixture.app.call('PATCH', `/clients/${id}`, { notes: 'for the history' });
    const history = `audit/actions/list?filters.targetType=client&filters.targetId=${id}`;
    const [newest] = (await get(history)).body.records;
    expect(newest?.params).toMatchObject({
      record: 'Nol Iklan',
      recordHref: `/admin/resources/clients/records/${id}/show`,
      changes: expect.stringContaining('for the history'),
    });
    const { body } = await get(`clients/records/${id}/panels`);
    const [days, changes] = body.panels;
    expect(days?.rows.map(([day]) => day).slice(0, 2)).toEqual(['21 Nov 2026', '20 Nov 2026']);
    expect(changes?.rows[0]?.slice(1)).toEqual([
      'token:test admin',
      'restaurant changed',
      expect.stringContaining('for the history'),
    ]);
    expect(changes?.more.href).toBe(`/admin/resources/audit?filters.targetType=client&filters.targetId=${id}`);
    // The audit log is for admins.
    const { body: ofManager } = await get(`clients/records/${id}/panels`, clients.manager);
    expect(ofManager.panels).toEqual([days]);
    expect((await clients.monitor.get(api(`clients/records/${id}/panels`))).status).toBe(403);
  });

  it('list the audit events of a day, the newest first', async () => {
    const { body } = await get(
      'audit/actions/list?filters.at~~from=2026-11-22&filters.at~~to=2026-11-22&filters.action=login',
    );
    expect(body.records.length).toBeGreaterThan(0);
    const { body: other } = await get('audit/actions/list?filters.at~~to=2026-11-21');
    expect(other.meta.total).toBe(0);
    const ids = (await get('audit/actions/list')).body.records.map(({ params }) => Number(params.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});
