import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import type { Client } from '../../src/clients/client.entity.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

interface Problem {
  readonly details: readonly { readonly path: string; readonly message: string }[];
}

const PERSON = { password: 'a good password' };
const NOW = '2026-11-22T06:00:00.000Z';
const LATER = '2026-11-22T07:30:00.000Z';
const ODD_NAMES = [
  '  Warung `Bu` & Co/ #1? 100% +(x) ',
  "D'Kafe ☕ Кафе",
  '=cmd()',
  '<script>alert(1)</script>',
  'tab\tname',
];

let upstream: ScriptedUpstream;
let app: TestApp;
let clock: TestClock;

async function start(): Promise<void> {
  upstream = await ScriptedUpstream.start();
  clock = TestClock.at(NOW);
  app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url }, clock });
}

async function stop(): Promise<void> {
  await app.stop();
  await upstream.close();
}

/** Adds a client without a pending sync. */
async function add(fields: Record<string, unknown>): Promise<Client> {
  const { status, body } = await app.call<Client>('POST', '/clients', { status: 'paused', ...fields }, 'manager');
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

async function user(name: string): Promise<number> {
  const email = `${name}@example.com`;
  return (
    await app.server.app.get(UsersService).create({ email, role: 'manager', password: 'a good password' }, SYSTEM)
  ).id;
}

describe('the client API', () => {
  beforeEach(start);
  afterEach(stop);

  it.each(ODD_NAMES)('keeps a name verbatim: %j', async (name) => {
    const created = await add({ name });
    expect(created).toMatchObject({ name, upstreamName: name });
    expect((await app.get(`/clients/${created.id}`)).body).toEqual(created);
    expect((await app.get('/clients')).body.items).toEqual([created]);
  });

  it('returns every field, with null for a field that was not set', async () => {
    expect(await add({ name: 'Warung' })).toEqual({
      id: expect.any(Number),
      name: 'Warung',
      upstreamName: 'Warung',
      upstreamId: null,
      status: 'paused',
      archivedAt: null,
      managerId: null,
      contactName: null,
      contactPhone: null,
      contactTelegram: null,
      notes: null,
      goals: null,
      startDate: null,
      ownerId: null,
      monthlyTarget: null,
      createdAt: NOW,
      updatedAt: NOW,
    });
    const full = {
      name: 'Full',
      upstreamName: 'full upstream ',
      managerId: await user('ani'),
      contactName: ' Ibu Komang ',
      contactPhone: '+62 812',
      contactTelegram: '@komang',
      notes: 'first line\nsecond line',
      goals: '',
      startDate: '2026-10-01',
    };
    expect(await add(full)).toMatchObject(full);
  });

  it('updates the named fields, clears null fields, and keeps the rest', async () => {
    const managerId = await user('ani');
    const before = await add({
      name: 'Warung',
      notes: 'n',
      contactPhone: '1',
      goals: 'g',
      startDate: '2026-10-01',
      managerId,
    });
    clock.set(LATER);
    const patch = { notes: null, contactPhone: '2', startDate: null, managerId: null };
    const { status, body } = await app.call('PATCH', `/clients/${before.id}`, patch, 'manager');
    expect({ status, body }).toEqual({ status: 200, body: { ...before, ...patch, updatedAt: LATER } });
    expect((await app.get(`/clients/${before.id}`)).body).toEqual(body);
  });

  it('renames a client without a change of its upstream name', async () => {
    const { id } = await add({ name: 'Old' });
    expect((await app.call('PATCH', `/clients/${id}`, { name: 'New ' })).body).toMatchObject({
      name: 'New ',
      upstreamName: 'Old',
    });
  });

  it("accepts a client's own names in a patch, and names that differ from others only in case or spaces", async () => {
    const { id } = await add({ name: 'warung' });
    await add({ name: 'Warung' });
    await add({ name: 'warung ' });
    expect((await app.call('PATCH', `/clients/${id}`, { name: 'warung', upstreamName: 'warung' })).status).toBe(200);
  });

  it('archives and restores a client repeatedly and keeps the first archive time', async () => {
    const { id } = await add({ name: 'Warung' });
    const archive = () => app.call('POST', `/clients/${id}/archive`, undefined, 'manager');
    expect(await archive()).toMatchObject({ status: 200, body: { archivedAt: NOW, status: 'paused' } });
    clock.set(LATER);
    expect((await archive()).body).toMatchObject({ archivedAt: NOW, updatedAt: NOW });
    expect((await app.get('/clients')).body).toMatchObject({ items: [], total: 0 });
    expect((await app.get(`/clients/${id}`)).body.archivedAt).toBe(NOW);
    for (let round = 0; round < 2; round++) {
      const { status, body } = await app.call('POST', `/clients/${id}/restore`, undefined, 'manager');
      expect({ status, body }).toMatchObject({ status: 200, body: { archivedAt: null, updatedAt: LATER } });
    }
    expect((await app.get('/clients')).body.total).toBe(1);
  });

  it('does not sync an archived client automatically', async () => {
    const id = await app.addClient('Warung');
    await app.post(`/clients/${id}/archive`);
    expect(await app.post('/sync')).toMatchObject({ status: 400 });
    expect(upstream.statsCalls()).toEqual([]);
  });

  it('sends no demo header outside the demo', async () => {
    for (const path of ['/api/v1/clients', '/health', '/api/docs', '/nope']) {
      expect((await app.request('GET', path, { role: 'admin' })).headers.get('x-demo-data')).toBeNull();
    }
  });
});

describe('the client API with invalid input', () => {
  let warung: Client;
  let other: Client;

  beforeAll(async () => {
    await start();
    warung = await add({ name: 'Warung', upstreamName: 'warung upstream' });
    other = await add({ name: 'Other' });
  });
  afterAll(stop);

  const BAD: [Record<string, unknown>, string][] = [
    [{ name: 'Warung', upstreamName: 'x' }, 'name'],
    [{ name: 'x', upstreamName: 'warung upstream' }, 'upstreamName'],
    [{ name: '' }, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'x\0' }, 'name'],
    [{ name: 'x\nx' }, 'name'],
    [{ name: 'x', upstreamName: 'x\uD83D' }, 'upstreamName'],
    [{ name: 'x', upstreamName: null }, 'upstreamName'],
    [{ name: 'x', status: 'archived' }, 'status'],
    [{ name: 'x', status: null }, 'status'],
    [{ name: 'x', startDate: '2026-02-30' }, 'startDate'],
    [{ name: 'x', startDate: '01.10.2026' }, 'startDate'],
    [{ name: 'x', startDate: '' }, 'startDate'],
    [{ name: 'x', startDate: '2026-10-01T00:00:00Z' }, 'startDate'],
    [{ name: 'x', managerId: 4711 }, 'managerId'],
    [{ name: 'x', managerId: '1' }, 'managerId'],
    [{ name: 'x', id: 1 }, 'id'],
    [{ name: 'x', archivedAt: null }, 'archivedAt'],
    [{ name: 'x', syncRequestedAt: null }, 'syncRequestedAt'],
    [{ name: 'x', upstreamId: '1' }, 'upstreamId'],
    [{ name: 'x', notes: 'x'.repeat(10_001) }, 'notes'],
    [{ name: 'x', goals: 'x\0' }, 'goals'],
    [{ name: 'x', contactPhone: '6.28E+12' }, 'contactPhone'],
  ];

  it.each(BAD)('responds 400 to a create and names the field: %j', async (input, path) => {
    await expectRejected(await app.post<Problem>('/clients', input), path);
  });

  it.each(BAD)('responds 400 to an update and names the field: %j', async (input, path) => {
    await expectRejected(await app.call<Problem>('PATCH', `/clients/${other.id}`, input), path);
  });

  it('rejects a create without a name and an empty update', async () => {
    await expectRejected(await app.post<Problem>('/clients', { notes: 'x' }), 'name');
    expect((await app.call('PATCH', `/clients/${other.id}`, {})).status).toBe(400);
  });

  it('lists all invalid fields in one response', async () => {
    const { body } = await app.post<Problem>('/clients', { name: '', status: 'gone', colour: 'blue', size: 1 });
    expect(body.details.map(({ path }) => path).sort()).toEqual(['colour', 'name', 'size', 'status']);
  });

  it('accepts only an active manager or admin as the manager, and keeps one who was disabled since', async () => {
    const users = app.server.app.get(UsersService);
    const { id: monitor } = await users.create({ ...PERSON, email: 'mona@example.com', role: 'monitor' }, SYSTEM);
    const { id: left } = await users.create({ ...PERSON, email: 'left@example.com', role: 'manager' }, SYSTEM);
    const { id } = await add({ name: 'Managed', managerId: left });
    await users.disable(left, SYSTEM);
    for (const managerId of [monitor, left]) {
      const { status, body } = await app.post<Problem>('/clients', { name: 'x', managerId });
      expect([status, body.details]).toEqual([400, [{ path: 'managerId', message: 'is no active manager or admin' }]]);
    }
    const { status } = await app.call('PATCH', `/clients/${id}`, { managerId: left, notes: 'kept' });
    expect(status).toBe(200);
    expect((await app.call('PATCH', `/clients/${id}`, { managerId: monitor })).status).toBe(400);
    expect((await app.get(`/clients?managerId=${left}`)).body.total).toBe(1);
  });

  async function expectRejected({ status, body }: { status: number; body: Problem }, path: string): Promise<void> {
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
    expect((await app.get('/clients')).body.items).toEqual([other, warung]);
  }
});

describe('the list of clients', () => {
  let ani: number;

  beforeAll(async () => {
    await start();
    ani = await user('ani');
    await add({ name: 'Café `Água`', managerId: ani });
    await add({ name: 'bakso', status: 'churned' });
    await add({ name: 'Bakso 100%', managerId: ani, status: 'churned' });
    await add({ name: 'Arsip', managerId: ani });
    await add({ name: 'Warung_1' });
    const { body } = await app.get('/clients?search=arsip');
    await app.post(`/clients/${body.items[0]?.id}/archive`);
  });
  afterAll(stop);

  async function names(query: Record<string, string> = {}): Promise<string[]> {
    const { status, body } = await app.call(
      'GET',
      `/clients?${new URLSearchParams(query).toString()}`,
      undefined,
      'manager',
    );
    expect(status).toBe(200);
    expect(body.total).toBe(body.items.length);
    return body.items.map(({ name }) => name);
  }

  it('is sorted by name, without archived clients, in the common list shape', async () => {
    const { body } = await app.get('/clients');
    expect(body).toEqual({ items: expect.any(Array), page: 1, perPage: 50, total: 4 });
    expect(body.items.map(({ name }) => name)).toEqual(['bakso', 'Bakso 100%', 'Café `Água`', 'Warung_1']);
  });

  it.each([
    [{ search: 'BAKSO' }, ['bakso', 'Bakso 100%']],
    [{ search: 'cafe agua' }, ['Café `Água`']],
    [{ search: '`agua`' }, ['Café `Água`']],
    [{ search: '%' }, ['Bakso 100%']],
    [{ search: '_' }, ['Warung_1']],
    [{ search: 'bakso \u200b 100' }, ['Bakso 100%']],
    [{ search: 'arsip' }, []],
    [{ search: '' }, ['bakso', 'Bakso 100%', 'Café `Água`', 'Warung_1']],
    [{ status: 'churned' }, ['bakso', 'Bakso 100%']],
    [{ status: 'active' }, []],
    [{ status: 'archived' }, ['Arsip']],
  ])('filters by %j', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('filters by manager, and by all filters together', async () => {
    expect(await names({ managerId: String(ani) })).toEqual(['Bakso 100%', 'Café `Água`']);
    expect(await names({ managerId: String(ani), status: 'archived' })).toEqual(['Arsip']);
    expect(await names({ managerId: String(ani), status: 'churned', search: 'bak' })).toEqual(['Bakso 100%']);
  });

  it('returns pages', async () => {
    const page = async (query: string) => (await app.get(`/clients?${query}`)).body;
    const all = await page('perPage=500');
    expect(await page('perPage=3')).toEqual({ items: all.items.slice(0, 3), page: 1, perPage: 3, total: 4 });
    expect(await page('perPage=3&page=2')).toEqual({ items: all.items.slice(3), page: 2, perPage: 3, total: 4 });
    expect(await page('perPage=3&page=3')).toEqual({ items: [], page: 3, perPage: 3, total: 4 });
  });

  it.each([
    [{ perPage: '501' }, 'perPage'],
    [{ page: '0' }, 'page'],
    [{ status: 'gone' }, 'status'],
    [{ managerId: '4711' }, 'managerId'],
    [{ name: 'x' }, 'name'],
  ])('responds 400 and names the field: %j', async (query, path) => {
    const { status, body } = await app.get<Problem>(`/clients?${new URLSearchParams(query).toString()}`);
    expect({ status, paths: body.details.map((detail) => detail.path) }).toEqual({ status: 400, paths: [path] });
  });
});
