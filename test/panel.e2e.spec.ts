import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../src/auth/actor.js';
import { UsersService } from '../src/auth/users.service.js';
import { startSmallWorld, type SmallWorld } from './support/small-world.js';
import { Visitor } from './support/visitor.js';

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
  readonly redirectUrl?: string;
}

const PASSWORD = 'a good password';
const ADMIN_TABLES = ['users', 'audit'];
const TABLES = ['clients', 'statistics', 'runs', 'items', 'quarantine', 'collections', ...ADMIN_TABLES];

let world: SmallWorld;
const visitors = {} as Record<'admin' | 'manager' | 'monitor', Visitor>;

beforeAll(async () => {
  world = await startSmallWorld();
  const users = world.app.server.app.get(UsersService);
  await users.create({ email: 'mona@example.com', role: 'monitor', password: PASSWORD }, SYSTEM);
  for (const [role, email] of [
    ['admin', 'admin@example.com'],
    ['manager', 'ani@example.com'],
    ['monitor', 'mona@example.com'],
  ] as const) {
    visitors[role] = new Visitor(world.app);
    await visitors[role].login(email, PASSWORD);
  }
});

afterAll(() => world.stop());

const api = (path: string) => `/admin/api/resources/${path}`;
const parse = (text: string) => JSON.parse(text) as Answer;
const get = async (path: string, visitor = visitors.admin, headers = {}) => {
  const { status, text } = await visitor.get(api(path), headers);
  return { status, body: parse(text) };
};
const post = async (path: string, form: Record<string, string> = {}, visitor = visitors.admin, headers = {}) => {
  const { status, text } = await visitor.post(api(path), form, headers);
  return { status, body: parse(text) };
};
const ru = { 'accept-language': 'ru' };

describe('who may', () => {
  it.each(TABLES)('see the page of %s', async (table) => {
    expect((await visitors.admin.get(`/admin/resources/${table}`)).status).toBe(200);
    expect((await visitors.monitor.get(`/admin/resources/${table}`)).status).toBe(403);
    const stranger = await new Visitor(world.app).get(`/admin/resources/${table}?page=2`);
    expect([stranger.status, stranger.location]).toEqual([
      302,
      `/admin/login?next=%2Fadmin%2Fresources%2F${table}%3Fpage%3D2`,
    ]);
  });

  it.each(TABLES)('read %s', async (table) => {
    expect((await get(`${table}/actions/list`)).body.notice).toBeUndefined();
    expect((await visitors.monitor.get(api(`${table}/actions/list`))).status).toBe(403);
    expect((await new Visitor(world.app).get(api(`${table}/actions/list`))).status).toBe(401);
    const { body } = await get(`${table}/actions/list`, visitors.manager);
    if (ADMIN_TABLES.includes(table)) expect([body.records, body.notice?.type]).toEqual([[], 'error']);
    else expect(body.notice).toBeUndefined();
  });

  it('not change what is an admin’s, by any road', async () => {
    const before = await world.app.rows('SELECT * FROM "user"');
    const { id } = (await world.app.rows<{ id: number }>(`SELECT id FROM "user" WHERE role = 'admin'`))[0] ?? { id: 0 };
    for (const path of ['users/actions/new', `users/records/${id}/edit`, `users/records/${id}/disable`]) {
      const { body } = await post(
        path,
        { email: 'x@example.com', role: 'admin', password: PASSWORD },
        visitors.manager,
      );
      expect(body.notice?.type).toBe('error');
      expect(body.record.params).toEqual({});
    }
    for (const path of [`users/records/${id}/show`, `users/records/${id}/edit`]) {
      const { body } = await get(path, visitors.manager);
      expect([body.notice?.type, body.record.params]).toEqual(['error', {}]);
    }
    expect(await world.app.rows('SELECT * FROM "user"')).toEqual(before);
  });

  it('not delete anything', async () => {
    const id = world.named('Kosong').id;
    for (const path of [
      `clients/records/${id}/delete`,
      `clients/bulk/bulkDelete?recordIds=${id}`,
      'statistics/actions/new',
    ]) {
      expect((await post(path)).body.notice?.type).toBe('error');
    }
    expect(await world.app.rows('SELECT id FROM client WHERE id = ?', [id])).toHaveLength(1);
  });

  it('change nothing with a GET, nor from a page of another site', async () => {
    const { id } = world.named('Kosong');
    expect((await get(`clients/records/${id}/archive`)).status).toBe(404);
    const answer = await visitors.admin.post(
      api(`clients/records/${id}/archive`),
      {},
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(answer.status).toBe(403);
    expect(await world.app.rows('SELECT id FROM client WHERE id = ? AND archived_at IS NULL', [id])).toHaveLength(1);
  });

  it.each(['nothing/actions/list', 'clients/actions/nothing', 'clients/actions/constructor', '__proto__/actions/list'])(
    'ask for %s in vain',
    async (path) => {
      expect((await visitors.admin.get(api(path))).status).toBe(404);
    },
  );
});

describe('what leaves the server', () => {
  it('is never a secret', async () => {
    const pages = await Promise.all([
      visitors.admin.get('/admin/resources/users'),
      ...TABLES.map((table) => visitors.admin.get(api(`${table}/actions/list`))),
      visitors.manager.get(api('managers/actions/search')),
    ]);
    for (const { text } of pages)
      expect(text).not.toMatch(/passwordHash|password_hash|scrypt|tokenHash|idHash|sync_?requested/i);
  });

  it('to a manager who chooses a manager is an e-mail and no more', async () => {
    const { body } = await get('managers/actions/search/ani', visitors.manager);
    expect(body.records.map(({ params }) => params)).toEqual([{ id: world.managers.ani, email: 'ani@example.com' }]);
  });
});

describe('clients', () => {
  it('are listed without the archived ones, and found as the ranked list finds them', async () => {
    const names = async (query: string) =>
      (await get(`clients/actions/list${query}`)).body.records.map(({ params }) => params.name);
    expect(await names('')).not.toContain('Arsip Ayu');
    expect(await names('?filters.archived=yes')).toEqual(['Arsip Ayu']);
    expect(await names('?filters.name=cafe%20agua')).toEqual(['Café Água de Côco']);
    expect(await names('?filters.status=paused')).toEqual(['Istirahat']);
    expect((await names(`?filters.managerId=${world.managers.budi}`)).sort()).toEqual(['=cmd()', '@x']);
    expect(await names('?filters.nonsense=1&filters.status=')).toHaveLength(14);
  });

  it('are created with their sync owed, verbatim, and the deed is on record', async () => {
    const synced = world.app.runEnds();
    const name = ' <img src=x onerror=alert(1)> `x` ';
    const { body } = await post(
      'clients/actions/new',
      { name, notes: 'a\r\nb', startDate: '', id: '4711' },
      visitors.manager,
    );
    expect(body.notice?.type).toBe('success');
    const rows = await world.app.rows<{ id: number }>('SELECT * FROM client WHERE name = ?', [name]);
    expect(rows[0]).toMatchObject({ upstream_name: name, status: 'active', notes: 'a\nb', start_date: null });
    expect(body.redirectUrl).toBe(`/admin/resources/clients/records/${rows[0]?.id}/show`);
    const [entry] = await world.app.rows('SELECT * FROM audit_log ORDER BY id DESC LIMIT 1');
    expect(entry).toMatchObject({
      actor: 'ani@example.com',
      action: 'client.create',
      target_id: rows[0]?.id,
      address: '127.0.0.1',
    });
    expect(await synced).toMatchObject({ progress: { total: 1 } });
  });

  it.each([
    [{ name: 'Kosong' }, 'name', 'another client has it already', 'уже есть у другого клиента'],
    [{ name: '' }, 'name', 'must not be empty', 'заполните это поле'],
    [{ name: 'x'.repeat(201) }, 'name', 'may have at most 200 characters', 'не больше 200 символов'],
    [
      { name: 'n1', startDate: '2026-02-30' },
      'startDate',
      'must be a day from 2000 to 2099',
      'укажите день с 2000 по 2099 год',
    ],
    [{ name: 'n2', status: 'gone' }, 'status', 'choose one of the list', 'выберите из списка'],
    [{ name: 'n3', managerId: '4711' }, 'managerId', 'no such user', 'такого пользователя нет'],
    [{ name: 'n4', managerId: 'x' }, 'managerId', 'choose one of the list', 'выберите из списка'],
  ])('are refused at the field: %j', async (form, field, english, russian) => {
    for (const [headers, message] of [
      [{}, english],
      [ru, russian],
    ] as const) {
      const { body } = await post('clients/actions/new', form, visitors.admin, headers);
      expect(body.record.errors).toEqual({ [field]: { type: 'rule', message } });
      expect(body.notice).toEqual({ type: 'error', message: 'thereWereValidationErrors' });
    }
  });

  it('are edited, and only what was changed', async () => {
    const { id } = world.named('Belum Buka');
    const { body: form } = await get(`clients/records/${id}/edit`);
    const sent = Object.fromEntries(
      Object.entries(form.record.params).map(([key, value]) => [
        key,
        value === null ? '' : String(value as string | number),
      ]),
    );
    await post(`clients/records/${id}/edit`, { ...sent, contactName: 'Ibu', managerId: String(world.managers.ani) });
    const [entry] = await world.app.rows<{ before: string; after: string }>(
      'SELECT * FROM audit_log ORDER BY id DESC LIMIT 1',
    );
    expect(JSON.parse(entry?.before ?? '')).toEqual({ contactName: null, managerId: null });
    expect(JSON.parse(entry?.after ?? '')).toEqual({ contactName: 'Ibu', managerId: world.managers.ani });
  });

  it('are archived, restored and given a status many at once', async () => {
    const ids = ['Kosong', 'Tak Dikenal'].map((name) => world.named(name).id);
    const states = () =>
      world.app.rows(
        `SELECT status, CASE WHEN archived_at IS NULL THEN 1 ELSE 0 END AS here FROM client WHERE id IN (${ids.join(', ')})`,
      );
    const { body } = await post(`clients/bulk/setPaused?recordIds=${ids.join(',')}`, {}, visitors.admin, ru);
    expect(body.notice?.message).toBe('Изменены 2 клиента');
    await post(`clients/bulk/archiveSelected?recordIds=${ids.join(',')}`);
    expect(await states()).toEqual(ids.map(() => ({ status: 'paused', here: 0 })));
    for (const id of ids) await post(`clients/records/${id}/restore`);
    await post(`clients/bulk/setActive?recordIds=${ids.join(',')}`);
    expect(await states()).toEqual(ids.map(() => ({ status: 'active', here: 1 })));
  });

  it('offer what can be done with each', async () => {
    const offered = async (query: string, visitor = visitors.admin) =>
      (await get(`clients/actions/list${query}`, visitor)).body.records[0]?.recordActions.map(({ name }) => name);
    const ofAdmin = ['sync', 'copyExactly', 'findName'];
    expect(await offered('?filters.archived=yes')).toEqual(['show', 'edit', 'restore', ...ofAdmin]);
    expect(await offered('')).toEqual(['show', 'edit', 'archive', ...ofAdmin]);
    expect(await offered('', visitors.manager)).toEqual(['show', 'edit', 'archive']);
  });

  it('are synced by an admin, one or many, and by nobody else', async () => {
    const ids = ['@x', '=cmd()'].map((name) => world.named(name).id);
    const runs = () => world.app.rows<{ id: number; actor: string }>('SELECT id, actor FROM sync_run ORDER BY id DESC');
    const before = await runs();
    const refused = await post(`clients/records/${ids[0] ?? 0}/sync`, {}, visitors.manager);
    expect(refused.body.notice?.type).toBe('error');
    expect(await runs()).toEqual(before);
    for (const path of [
      `clients/records/${ids[0] ?? 0}/sync`,
      `clients/bulk/syncSelected?recordIds=${ids.join(',')}`,
    ]) {
      const ended = world.app.runEnds();
      expect((await post(path)).body.notice?.type).toBe('success');
      expect(await ended).toMatchObject({ trigger: 'manual', actor: 'admin@example.com', status: 'completed' });
    }
    expect((await runs()).length).toBe(before.length + 2);
  });
});

describe('statistics', () => {
  it('are money in rupiah, and say so where there is nothing', async () => {
    const { id } = world.named('Café Água de Côco');
    const { body } = await get(
      `statistics/actions/list?filters.clientId=${id}&filters.statDate~~from=2026-11-21`,
      visitors.manager,
      ru,
    );
    const [stored] = await world.app.rows<{ grab_sales: number }>(
      'SELECT grab_sales FROM client_stat WHERE client_id = ? AND stat_date = ?',
      [id, '2026-11-21'],
    );
    const rupiah = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 }).format((stored?.grab_sales ?? 0) / 100);
    expect(body.meta.total).toBe(1);
    expect(body.records[0]?.params).toMatchObject({
      clientId: id,
      statDate: '21.11.2026',
      grabSales: `Rp ${rupiah}`,
      gojekSales: 'нет данных',
      gojekOrders: 'нет данных',
    });
    const { body: one } = await get(`statistics/records/${id}_2026-11-21/show`);
    expect(one.record.params).toMatchObject({ statDate: '21 Nov 2026', gojekFakeOrders: 'no data' });
  });

  it('are counted, and filtered by days', async () => {
    const { total } = (await get('statistics/actions/list')).body.meta;
    expect(await world.app.rows('SELECT count(*) AS total FROM client_stat')).toEqual([{ total }]);
    const { body } = await get(
      'statistics/actions/list?filters.statDate~~from=2026-11-01&filters.statDate~~to=2026-11-02&perPage=100',
    );
    expect(
      await world.app.rows(
        "SELECT count(*) AS total FROM client_stat WHERE stat_date BETWEEN '2026-11-01' AND '2026-11-02'",
      ),
    ).toEqual([{ total: body.meta.total }]);
  });
});

describe('users', () => {
  it('are created, given a role and a password, disabled and enabled', async () => {
    const { body } = await post('users/actions/new', { email: 'new@example.com', role: 'manager', password: PASSWORD });
    expect(body.record.params).not.toHaveProperty('password');
    const id = Number(body.record.params.id);
    const person = new Visitor(world.app);
    expect((await person.login('new@example.com', PASSWORD)).status).toBe(303);
    await post(`users/records/${id}/edit`, { role: 'monitor', password: 'another password' });
    expect((await person.get('/admin/account')).status).toBe(302);
    expect((await person.login('new@example.com', 'another password')).status).toBe(303);
    await post(`users/records/${id}/disable`);
    expect((await person.get('/admin/account')).status).toBe(302);
    await post(`users/records/${id}/enable`);
    expect((await person.login('new@example.com', 'another password')).status).toBe(303);
  });

  it.each([
    [{ email: 'ani@example.com', role: 'manager', password: PASSWORD }, 'email', 'такая учётная запись уже есть'],
    [{ email: 'nobody', role: 'manager', password: PASSWORD }, 'email', 'укажите адрес e-mail'],
    [{ email: 'b@example.com', role: '', password: PASSWORD }, 'role', 'выберите из списка'],
    [{ email: 'b@example.com', role: 'manager', password: 'short' }, 'password', 'не меньше 10 символов'],
  ])('are refused at the field: %j', async (form, field, message) => {
    const { body } = await post('users/actions/new', form, visitors.admin, ru);
    expect(body.record.errors).toEqual({ [field]: { type: 'rule', message } });
  });

  it('keep their last admin', async () => {
    const [admin] = await world.app.rows<{ id: number }>(`SELECT id FROM "user" WHERE role = 'admin'`);
    const { body } = await post(`users/records/${admin?.id}/disable`, {}, visitors.admin, ru);
    expect(body.notice?.message).toBe('Это последний администратор; сначала назначьте другого');
    const { body: edited } = await post(`users/records/${admin?.id}/edit`, { role: 'manager' });
    expect(edited.notice?.type).toBe('error');
    expect((await visitors.admin.get('/admin/account')).status).toBe(200);
  });
});

describe('runs and the audit log', () => {
  it('say in the reader’s language why a restaurant was not copied', async () => {
    const list = 'items/actions/list?filters.runId=1&filters.status=not_found';
    const reasonsIn = async (headers = {}) =>
      (await get(list, visitors.manager, headers)).body.records.map(({ params }) => params.message);
    expect(await reasonsIn(ru)).toEqual(['Сервер статистики не знает этого ресторана; проверьте имя в источнике.']);
    expect(await reasonsIn()).toEqual([
      'The statistics server does not know this restaurant; check the upstream name.',
    ]);
  });

  it('tell what a run did, its clients and the rows that were refused', async () => {
    const { body: run } = await get('runs/records/1/show', visitors.manager);
    expect(run.record.params).toMatchObject({ status: 'partial', progress: '15/15 (100%)', quarantined: '0' });
    const { body } = await get('items/actions/list?filters.runId=1&filters.status=not_found', visitors.manager);
    expect(body.records.map(({ params }) => params.clientId)).toEqual([world.named('Tak Dikenal').id]);
    // Two clicks from a run to the reasons: its link leads to who was not copied, and to nobody else.
    const { body: failed } = await get(`items/actions/list?${String(run.record.params.notCopied).split('?')[1]}`);
    expect(failed.records.map(({ params }) => params.status)).toEqual(['not_found']);
    const { body: now } = await get('items/actions/list?filters.outcome=incomplete', visitors.manager);
    expect(now.records.map(({ params }) => params.clientId)).toContain(world.named('Tak Dikenal').id);
    expect(run.record.params).toMatchObject({ duration: expect.stringMatching(/^\d+ s$/), refused: null });
  });

  it('repeat by an admin what a run left undone, when something is left', async () => {
    const ended = world.app.runEnds();
    expect((await post('runs/records/1/retry', {}, visitors.manager)).body.notice?.type).toBe('error');
    expect((await post('runs/records/1/retry')).body.notice?.message).toBe('A new run has started');
    const { id, trigger, progress } = await ended;
    expect([trigger, progress.total]).toEqual(['retry', 1]);
    const offered = (await get(`runs/records/${id}/show`)).body.record;
    expect(offered.recordActions.map(({ name }) => name)).toEqual(['show', 'retry']);
  });

  it('lead from a restaurant that was not copied to what mends it, an admin and nobody else', async () => {
    const offered = async (status: string, visitor = visitors.admin) => {
      const { body } = await get(`items/actions/list?filters.runId=1&filters.status=${status}`, visitor);
      return body.records[0]?.recordActions.map(({ name }) => name);
    };
    expect(await offered('not_found')).toEqual(['show', 'findName']);
    expect(await offered('not_found', visitors.manager)).toEqual(['show']);
    expect(await offered('done')).toEqual(['show']);
  });

  it('tell how the source was asked to collect, and how that ended', async () => {
    const ended = world.app.collectionEnds();
    await world.app.post('/collection');
    const { id } = await ended;
    const { body } = await get('collections/actions/list?filters.status=unsupported', visitors.manager, ru);
    expect(body.records.map(({ params }) => params)).toEqual([
      expect.objectContaining({ id, status: 'unsupported', trigger: 'manual', thenSync: 'нет', dataMoved: '—' }),
    ]);
    const none = await get('collections/actions/list?filters.status=succeeded', visitors.manager);
    expect(none.body.records).toEqual([]);
  });

  it('show a day of deeds, the newest first', async () => {
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
