import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ClientNote } from '../../src/clients/notes/client-note.entity.js';
import type { Page } from '../../src/platform/http/input/zod-validation.pipe.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

const NOW = '2026-11-22T06:00:00.000Z';
const LATER = '2026-12-03T06:00:00.000Z';

let app: TestApp;
const clock = TestClock.at(NOW);

beforeAll(async () => {
  app = await createTestApp({ clock, env: { DELIVERY_STATS_API_URL: 'http://127.0.0.1:9' } });
});

afterAll(() => app.stop());

const details = (path: string) => ({ status: 400, body: { details: [{ path }] } });

/** Returns the newest audit events, newest first. */
const listEvents = (count: number) =>
  app.rows<{ action: string; target_id: number; before: string | null; after: string | null }>(
    'SELECT action, target_id, "before", "after" FROM audit_log ORDER BY id DESC LIMIT ?',
    [count],
  );

it('keeps notes with their day, lists them newest first, and records every change', async () => {
  const id = await app.addClient('Warung');
  const other = await app.addClient('Other');
  await app.post(`/clients/${other}/notes`, { day: '2026-11-16', text: 'of the other one' });
  const add = async (day: string, text: string) =>
    (await app.call<ClientNote>('POST', `/clients/${id}/notes`, { day, text }, 'manager')).body;
  const ads = await add('2026-11-15', '  ads started\nfor <all> dishes ');
  const menu = await add('2026-11-20', 'new menu');
  expect(ads).toEqual({
    id: expect.any(Number),
    clientId: id,
    day: '2026-11-15',
    text: 'ads started\nfor <all> dishes',
    author: 'token:test manager',
    createdAt: NOW,
    updatedAt: NOW,
  });
  const list = async (query = '') => (await app.get<Page<ClientNote>>(`/clients/${id}/notes${query}`)).body;
  expect(await list()).toEqual({ items: [menu, ads], page: 1, perPage: 50, total: 2 });
  expect((await list('?from=2026-11-16')).items).toEqual([menu]);
  expect((await list('?to=2026-11-15')).items).toEqual([ads]);
  expect(await list('?perPage=1&page=2')).toMatchObject({ items: [ads], total: 2 });

  const changed = await app.call<ClientNote>('PATCH', `/notes/${ads.id}`, { day: '2026-11-14' }, 'manager');
  expect(changed.body).toEqual({ ...ads, day: '2026-11-14' });
  expect((await app.call('DELETE', `/notes/${menu.id}`, undefined, 'manager')).status).toBe(204);
  expect((await list()).items).toEqual([changed.body]);
  expect((await app.call('DELETE', `/notes/${menu.id}`)).status).toBe(404);
  expect((await listEvents(2)).map(({ action, target_id, before }) => [action, target_id, before])).toEqual([
    ['note.delete', id, JSON.stringify({ date: '2026-11-20', note: 'new menu' })],
    ['note.update', id, JSON.stringify({ date: '2026-11-15' })],
  ]);
});

it('rejects a note without a text, with a long one, on no day, and of an unknown client', async () => {
  const id = await app.addClient('Strict');
  for (const [path, note] of [
    ['text', { day: '2026-11-15', text: ' \n ' }],
    ['text', { day: '2026-11-15', text: 'x'.repeat(501) }],
    ['text', { day: '2026-11-15', text: 'a\ud800' }],
    ['day', { day: '2026-11-31', text: 'x' }],
  ] as const)
    expect(await app.post(`/clients/${id}/notes`, note)).toMatchObject(details(path));
  expect((await app.post('/clients/4711/notes', { day: '2026-11-15', text: 'x' })).status).toBe(404);
});

it('groups clients by their owner', async () => {
  const { status, body: owner } = await app.call('POST', '/owners', { name: 'Ibu Sari' }, 'manager');
  expect({ status, owner }).toEqual({
    status: 201,
    owner: {
      id: expect.any(Number),
      name: 'Ibu Sari',
      contactPhone: null,
      contactTelegram: null,
      language: 'id',
      createdAt: NOW,
      updatedAt: NOW,
      clients: [],
    },
  });
  const first = await app.addClient('Sari B', { ownerId: owner.id });
  const second = await app.addClient('Sari A', { ownerId: owner.id });
  const archived = await app.addClient('Sari C', { ownerId: owner.id });
  await app.post(`/clients/${archived}/archive`);
  const patch = { contactPhone: '+62 812', language: 'ru' };
  const expected = {
    ...owner,
    ...patch,
    clients: [
      { id: second, name: 'Sari A' },
      { id: first, name: 'Sari B' },
    ],
  };
  expect((await app.call('PATCH', `/owners/${owner.id}`, patch, 'manager')).body).toEqual(expected);
  expect((await app.get(`/owners/${owner.id}`)).body).toEqual(expected);
  expect((await app.get('/owners?search=sari')).body.items).toEqual([expected]);
  const ofOwner = await app.get(`/clients?ownerId=${owner.id}`);
  expect(ofOwner.body.items.map(({ name }) => name)).toEqual(['Sari A', 'Sari B']);
  expect(await app.post('/owners', { name: 'Ibu Sari' })).toMatchObject(details('name'));
  expect(await app.call('PATCH', `/clients/${first}`, { ownerId: 4711 })).toMatchObject(details('ownerId'));
  expect(await app.get('/clients?ownerId=4711')).toMatchObject(details('ownerId'));
  expect((await app.get('/owners/4711')).status).toBe(404);
});

it('takes a monthly target in rupiah and remembers from which month it counts', async () => {
  const id = await app.addClient('Target', { monthlyTarget: 50_000_000 });
  expect((await app.get(`/clients/${id}`)).body.monthlyTarget).toBe(50_000_000);
  clock.set(LATER);
  const set = async (monthlyTarget: number | null) =>
    (await app.call('PATCH', `/clients/${id}`, { monthlyTarget }, 'manager')).body.monthlyTarget;
  expect(await set(70_000_000)).toBe(70_000_000);
  expect(await set(80_000_000)).toBe(80_000_000);
  clock.set(NOW);
  expect(
    await app.rows('SELECT from_month, target FROM client_target WHERE client_id = ? ORDER BY from_month', [id]),
  ).toEqual([
    { from_month: '2026-11-01', target: 5_000_000_000 },
    { from_month: '2026-12-01', target: 8_000_000_000 },
  ]);
  const [event] = await listEvents(1);
  expect([event?.before, event?.after]).toEqual(['{"monthlyTarget":70000000}', '{"monthlyTarget":80000000}']);
  for (const monthlyTarget of [0, -1, 1.5, 1e13, '5'])
    expect(await app.call('PATCH', `/clients/${id}`, { monthlyTarget })).toMatchObject(details('monthlyTarget'));
  expect(await set(null)).toBeNull();
});
