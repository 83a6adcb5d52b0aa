import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../src/auth/actor.js';
import { UsersService } from '../src/auth/users.service.js';
import { TestClock, TestServer } from './support/test-server.js';
import { Visitor } from './support/visitor.js';

const EMAIL = 'admin@example.com';
const PASSWORD = 'a good password';
const NOW = '2026-11-22T06:00:00.000Z';

let app: TestServer;
let clock: TestClock;
let ada: Visitor;

beforeEach(async () => {
  clock = TestClock.at(NOW);
  app = await TestServer.start({ env: { SYNC_ON_START: 'off', TRUST_PROXY: '1' }, clock });
  ada = new Visitor(app);
});

afterEach(() => app.stop());

const users = () => app.server.app.get(UsersService);
const adminId = async () => (await users().findByEmail(EMAIL))?.id ?? NaN;
const addUser = (email: string, role: 'admin' | 'manager' | 'monitor' = 'manager') =>
  users().create({ email, role, password: PASSWORD }, SYSTEM);
const from = (address: string) => new Visitor(app, { 'x-forwarded-for': address });
const later = (ms: number) => clock.set(new Date(clock.now().getTime() + ms).toISOString());
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('logging in', () => {
  it('works with a form and no script, and gives the pages and the API', async () => {
    const form = await ada.get('/admin/login');
    expect(form.status).toBe(200);
    expect(form.text).toMatch(/<form[^>]+method="post"[^>]+action="\/admin\/login"/);
    for (const name of ['email', 'password']) expect(form.text).toMatch(new RegExp(`<input[^>]+name="${name}"`));
    expect(form.text).not.toContain('<script');

    const answer = await ada.login(` ${EMAIL.toUpperCase()}`, PASSWORD);
    expect([answer.status, answer.location]).toEqual([303, '/admin']);
    expect((await ada.get('/admin/account')).text).toContain(EMAIL);
    expect((await ada.get('/api/v1/clients')).status).toBe(200);
    expect((await ada.get('/admin/login')).location).toBe('/admin');
  });

  it.each([
    [EMAIL, 'a wrong password'],
    ['nobody@example.com', PASSWORD],
    ['', ''],
  ])('refuses %s with %p, and says no more than that', async (email, password) => {
    const answer = await ada.login(email, password);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('The e-mail or the password is wrong.');
    expect(answer.text).not.toContain(PASSWORD);
    expect(ada.cookies.has('session')).toBe(false);
  });

  it('shows what was typed, inert', async () => {
    const answer = await ada.login('"><script>alert(1)</script>', 'wrong');
    expect(answer.text).not.toContain('<script>');
  });

  it('comes back to the page that was asked for', async () => {
    const asked = await ada.get('/admin/account?a=1&b=2');
    expect(asked.location).toBe('/admin/login?next=%2Fadmin%2Faccount%3Fa%3D1%26b%3D2');
    expect((await ada.get(asked.location ?? '')).text).toContain('name="next" value="/admin/account?a=1&amp;b=2"');
    expect((await ada.login(EMAIL, PASSWORD, { next: '/admin/account?a=1&b=2' })).location).toBe(
      '/admin/account?a=1&b=2',
    );
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    'admin',
    '',
  ])('never leads to %p', async (next) => {
    expect((await ada.login(EMAIL, PASSWORD, { next })).location).toBe('/admin');
  });

  it('gives another session each time, and ends the one the browser had', async () => {
    ada.cookies.set('session', 'x'.repeat(43));
    await ada.login(EMAIL, PASSWORD);
    const first = ada.cookies.get('session') ?? '';
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(first).not.toBe('x'.repeat(43));
    await ada.login(EMAIL, PASSWORD);
    expect(ada.cookies.get('session')).not.toBe(first);
    const old = new Visitor(app);
    old.cookies.set('session', first);
    expect((await old.get('/api/v1/clients')).status).toBe(401);
  });

  it('sets a cookie no script and no other site can use, bound to the host behind TLS', async () => {
    const plain = await ada.login(EMAIL, PASSWORD);
    expect(plain.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Max-Age=1209600; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
    ]);
    const secure = new Visitor(app, { 'x-forwarded-proto': 'https' });
    const answer = await secure.login(EMAIL, PASSWORD);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-session=[\w-]{43}; Max-Age=1209600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect((await secure.get('/api/v1/clients')).status).toBe(200);
    const planted = new Visitor(app, { 'x-forwarded-proto': 'https' });
    planted.cookies.set('session', secure.cookies.get('__Host-session') ?? '');
    expect((await planted.get('/api/v1/clients')).status).toBe(401);
  });

  it('keeps no id in the database that would let anybody in', async () => {
    await ada.login(EMAIL, PASSWORD);
    const [row] = await app.rows<{ id_hash: string }>('SELECT id_hash FROM session');
    expect(row?.id_hash).toMatch(/^[0-9a-f]{64}$/);
    const thief = new Visitor(app);
    thief.cookies.set('session', row?.id_hash ?? '');
    expect((await thief.get('/api/v1/clients')).status).toBe(401);
  });
});

describe('a session', () => {
  beforeEach(() => ada.login(EMAIL, PASSWORD));

  const loggedIn = async (visitor = ada) => (await visitor.get('/api/v1/clients')).status === 200;

  it('ends four days after its last use', async () => {
    later(3 * DAY);
    expect(await loggedIn()).toBe(true);
    later(3 * DAY);
    expect(await loggedIn()).toBe(true);
    later(4 * DAY + 1);
    expect(await loggedIn()).toBe(false);
  });

  it('ends fourteen days after the login, however busy', async () => {
    for (let day = 0; day < 14; day += 2) {
      expect(await loggedIn()).toBe(true);
      later(2 * DAY);
    }
    later(1);
    expect(await loggedIn()).toBe(false);
    expect((await ada.get('/admin/account')).location).toMatch(/^\/admin\/login/);
  });

  it('ends with a logout, which only a form can send', async () => {
    expect((await ada.get('/admin/logout')).status).toBe(404);
    expect(await loggedIn()).toBe(true);
    const id = ada.cookies.get('session') ?? '';
    expect((await ada.post('/admin/logout')).location).toBe('/admin/login');
    expect(ada.cookies.has('session')).toBe(false);
    ada.cookies.set('session', id);
    expect(await loggedIn()).toBe(false);
  });

  it.each<[string, (id: number) => Promise<unknown>]>([
    ['is disabled', (id) => users().disable(id, SYSTEM)],
    ['gets another role', (id) => users().setRole(id, 'monitor', SYSTEM)],
    ['gets another password', () => users().setPassword('ani@example.com', 'another password', SYSTEM)],
  ])('ends when its user %s', async (_, change) => {
    const { id } = await addUser('ani@example.com');
    const ani = new Visitor(app);
    await ani.login('ani@example.com', PASSWORD);
    expect(await loggedIn(ani)).toBe(true);
    await change(id);
    expect(await loggedIn(ani)).toBe(false);
    expect(await loggedIn()).toBe(true);
  });

  it('is not begun for who is disabled', async () => {
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
  ])('changes nothing for a page of another site: %j', async (headers, status) => {
    expect((await ada.post('/api/v1/clients', { name: 'Warung' }, headers)).status).toBe(status);
  });

  it('goes by the origin where the browser does not name the site', async () => {
    const create = async (name: string, headers: Record<string, string>) => {
      const cookie = `session=${ada.cookies.get('session') ?? ''}`;
      const all = { cookie, 'content-type': 'application/json', ...headers };
      const init = { method: 'POST', headers: all, body: JSON.stringify({ name }) };
      return (await fetch(`${app.server.url}/api/v1/clients`, init)).status;
    };
    expect(await create('a', { origin: 'https://evil.example' })).toBe(403);
    expect(await create('b', { origin: 'null' })).toBe(403);
    expect(await create('c', { origin: app.server.url })).toBe(201);
    expect(await create('d', {})).toBe(201);
    const authorization = `Bearer ${await app.token('manager')}`;
    expect(await create('e', { origin: 'https://evil.example', authorization })).toBe(201);
  });

  it.each(['/admin/login', '/admin/language', '/admin/logout'])('%s takes no form of another site', async (path) => {
    const form = { email: EMAIL, password: PASSWORD, lang: 'ru' };
    expect((await ada.post(path, form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await loggedIn()).toBe(true);
  });
});

describe('guessing', () => {
  const guess = async (visitor: Visitor, times: number, email = EMAIL) => {
    const statuses = [];
    for (let n = 0; n < times; n++) statuses.push((await visitor.login(email, `guess ${n}`)).status);
    return statuses;
  };

  it('is slowed down after five attempts, and says for how long', async () => {
    const guesser = from('10.6.6.6');
    expect(await guess(guesser, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    const answer = await guesser.login(EMAIL, PASSWORD);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    expect(answer.text).toContain('Try again in 1 second.');
    later(1000);
    expect((await guesser.login(EMAIL, PASSWORD)).status).toBe(303);
  });

  it('many at once gains nothing', async () => {
    const guesser = from('10.6.6.6');
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => guesser.login(EMAIL, `guess ${n}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it('locks the account to strangers for a quarter of an hour, but not to who was there before', async () => {
    await from('10.0.0.1').login(EMAIL, PASSWORD);
    for (let n = 0; n < 16; n++) {
      later(15 * MINUTE);
      await guess(from(`10.6.6.${n}`), 1);
    }
    const stranger = await from('10.9.9.9').login(EMAIL, PASSWORD);
    expect([stranger.status, stranger.headers.get('retry-after')]).toEqual([429, '900']);
    expect(stranger.text).toContain('Try again in 15 minutes.');
    expect((await from('10.0.0.1').login(EMAIL, PASSWORD)).status).toBe(303);
    later(15 * MINUTE);
    expect((await from('10.9.9.9').login(EMAIL, PASSWORD)).status).toBe(303);
  });

  it('ends with a new password for the account', async () => {
    await addUser('ani@example.com');
    expect((await guess(from('10.6.6.6'), 6, 'ani@example.com')).at(-1)).toBe(429);
    await users().setPassword('ani@example.com', 'another password', SYSTEM);
    expect((await from('10.0.0.2').login('ani@example.com', 'another password')).status).toBe(303);
  });

  it('of many accounts from one address locks the address, whatever IPv6 address of one network it is', async () => {
    const statuses = [];
    for (let n = 0; n < 21; n++) {
      statuses.push((await from(`2001:db8:0:1::${n}`).login(`user${n}@example.com`, 'guess')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
    expect((await from('2001:db8:0:2::1').login(EMAIL, PASSWORD)).status).toBe(303);
  });

  it('leaves a lockout in the audit log, and nothing of what was typed', async () => {
    const guesser = from('10.6.6.6');
    for (let n = 0; n < 12; n++) {
      await guess(guesser, 1);
      later(MINUTE);
    }
    const rows = await app.rows<Record<string, unknown>>("SELECT * FROM audit_log WHERE action = 'login.locked'");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).toMatchObject({
      actor: 'system',
      target_type: 'user',
      address: '10.6.6.6',
      before: null,
      after: null,
    });
  });
});

describe('the account page', () => {
  beforeEach(() => ada.login(EMAIL, PASSWORD));

  const change = (current: string, password: string) => ada.post('/admin/account', { current, password });

  it('changes the password and logs every other browser out', async () => {
    const other = new Visitor(app);
    await other.login(EMAIL, PASSWORD);
    const answer = await change(PASSWORD, 'a better password');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('The password is changed.');
    expect((await ada.get('/admin/account')).status).toBe(200);
    expect((await other.get('/admin/account')).status).toBe(302);
    expect((await new Visitor(app).login(EMAIL, PASSWORD)).status).toBe(401);
    expect((await new Visitor(app).login(EMAIL, 'a better password')).status).toBe(303);
  });

  it.each([
    ['not this one', 'a better password', 'This is not your current password.'],
    [PASSWORD, 'short', 'A password has 10 to 200 characters.'],
  ])('refuses %p and %p', async (current, password, message) => {
    const answer = await change(current, password);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(message);
    expect((await new Visitor(app).login(EMAIL, PASSWORD)).status).toBe(303);
  });
});

describe('the last admin', () => {
  it('can be neither disabled nor demoted', async () => {
    const id = await adminId();
    const refused = { status: 409, code: 'last_admin' };
    await expect(users().disable(id, SYSTEM)).rejects.toMatchObject(refused);
    await expect(users().setRole(id, 'manager', SYSTEM)).rejects.toMatchObject(refused);
    const second = await addUser('second@example.com', 'admin');
    await users().disable(id, SYSTEM);
    await expect(users().disable(second.id, SYSTEM)).rejects.toMatchObject(refused);
  });
});

describe('the language', () => {
  const titleOf = async (headers: Record<string, string>) =>
    /<html lang="(\w\w)">/.exec((await ada.get('/admin/login', headers)).text)?.[1];

  it.each([
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['en-GB,en;q=0.9', 'en'],
    ['de-DE,ru;q=0.5,en;q=0.4', 'ru'],
    ['id', 'en'],
    ['*', 'en'],
  ])('is what the browser prefers: %s', async (accepted, language) => {
    expect(await titleOf({ 'accept-language': accepted })).toBe(language);
  });

  it('is remembered from the switch', async () => {
    const answer = await ada.post('/admin/language', { lang: 'ru', next: '/admin/login' });
    expect([answer.status, answer.location]).toEqual([303, '/admin/login']);
    expect(await titleOf({ 'accept-language': 'en' })).toBe('ru');
    expect((await ada.login(EMAIL, 'wrong')).text).toContain('Неверный e-mail или пароль.');
  });
});

it('tells a page its problems in a page', async () => {
  await addUser('ani@example.com', 'monitor');
  await ada.login('ani@example.com', PASSWORD);
  const answer = await ada.post('/admin/account', {}, { 'sec-fetch-site': 'cross-site' });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain('You may not open this.');
});
