import { beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { HtmlClient } from '../support/html-client.js';
import { DAY, EMAIL, PASSWORD, useLoginFixture } from '../support/login-fixture.js';

const login = useLoginFixture();
const { users, addUser, from, later } = login;

describe('a session', () => {
  beforeEach(() => login.ada.login(EMAIL, PASSWORD));

  const loggedIn = async (client = login.ada) => (await client.get('/api/v1/clients')).status === 200;

  it('ends four days after its last use', async () => {
    later(3 * DAY);
    expect(await loggedIn()).toBe(true);
    later(3 * DAY);
    expect(await loggedIn()).toBe(true);
    later(4 * DAY + 1);
    expect(await loggedIn()).toBe(false);
  });

  it('ends fourteen days after the login, even when it is in use', async () => {
    for (let day = 0; day < 14; day += 2) {
      expect(await loggedIn()).toBe(true);
      later(2 * DAY);
    }
    later(1);
    expect(await loggedIn()).toBe(false);
    expect((await login.ada.get('/admin/account')).location).toMatch(/^\/admin\/login/);
  });

  it('ends with a logout, which accepts only a form', async () => {
    expect((await login.ada.get('/admin/logout')).status).toBe(404);
    expect(await loggedIn()).toBe(true);
    const id = login.ada.cookies.get('session') ?? '';
    const out = await login.ada.post('/admin/logout');
    expect([out.location, out.headers.get('clear-site-data')]).toEqual(['/admin/login', '"cache"']);
    expect(login.ada.cookies.has('session')).toBe(false);
    login.ada.cookies.set('session', id);
    expect(await loggedIn()).toBe(false);
  });

  it.each<[string, (id: number) => Promise<unknown>]>([
    ['is disabled', (id) => users().disable(id, SYSTEM)],
    ['gets another role', (id) => users().setRole(id, 'monitor', SYSTEM)],
    ['gets another password', () => users().setPassword('ani@example.com', 'another password', SYSTEM)],
  ])('ends when its user %s', async (_, change) => {
    const { id } = await addUser('ani@example.com');
    const ani = new HtmlClient(login.app);
    await ani.login('ani@example.com', PASSWORD);
    expect(await loggedIn(ani)).toBe(true);
    await change(id);
    expect(await loggedIn(ani)).toBe(false);
    expect(await loggedIn()).toBe(true);
  });

  it('does not start for a disabled user', async () => {
    const { id } = await addUser('ani@example.com');
    await users().disable(id, SYSTEM);
    expect((await from('10.0.0.9').login('ani@example.com', PASSWORD)).status).toBe(401);
    await users().enable(id, SYSTEM);
    expect((await from('10.0.0.9').login('ani@example.com', PASSWORD)).status).toBe(303);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 201],
  ])('changes nothing for a request of another site: %j', async (headers, status) => {
    expect((await login.ada.post('/api/v1/clients', { name: 'Warung' }, headers)).status).toBe(status);
  });

  it('checks the origin when the browser does not name the site', async () => {
    const create = async (name: string, headers: Record<string, string>) => {
      const cookie = `session=${login.ada.cookies.get('session') ?? ''}`;
      const all = { cookie, 'content-type': 'application/json', ...headers };
      const init = { method: 'POST', headers: all, body: JSON.stringify({ name }) };
      return (await fetch(`${login.app.server.url}/api/v1/clients`, init)).status;
    };
    expect(await create('a', { origin: 'https://evil.example' })).toBe(403);
    expect(await create('b', { origin: 'null' })).toBe(403);
    expect(await create('c', { origin: login.app.server.url })).toBe(201);
    expect(await create('d', {})).toBe(201);
    const authorization = `Bearer ${await login.app.token('manager')}`;
    expect(await create('e', { origin: 'https://evil.example', authorization })).toBe(201);
  });

  it.each(['/admin/login', '/admin/language', '/admin/logout'])(
    'rejects a form of another site at %s',
    async (path) => {
      const form = { email: EMAIL, password: PASSWORD, lang: 'ru' };
      expect((await login.ada.post(path, form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect(await loggedIn()).toBe(true);
    },
  );
});
