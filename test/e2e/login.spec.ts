import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from '../../src/auth/users/passwords.js';
import { User } from '../../src/auth/users/user.entity.js';
import { HtmlClient } from '../support/html-client.js';
import { EMAIL, PASSWORD, useLoginFixture } from '../support/login-fixture.js';

const login = useLoginFixture();
const { addUser } = login;

describe('the login', () => {
  it('works with a form and no script, and opens the pages and the API', async () => {
    const form = await login.ada.get('/admin/login');
    expect(form.status).toBe(200);
    expect(form.text).toMatch(/<form[^>]+method="post"[^>]+action="\/admin\/login"/);
    for (const name of ['email', 'password']) expect(form.text).toMatch(new RegExp(`<input[^>]+name="${name}"`));
    expect(form.text).not.toContain('<script');

    const response = await login.ada.login(` ${EMAIL.toUpperCase()}`, PASSWORD);
    expect([response.status, response.location]).toEqual([303, '/admin']);
    expect((await login.ada.get('/admin/account')).text).toContain(EMAIL);
    expect((await login.ada.get('/api/v1/clients')).status).toBe(200);
    expect((await login.ada.get('/admin/login')).location).toBe('/admin');
  });

  it.each([
    [EMAIL, 'a wrong password'],
    ['nobody@example.com', PASSWORD],
    ['', ''],
  ])('rejects %s with %p and gives no other detail', async (email, password) => {
    const response = await login.ada.login(email, password);
    expect(response.status).toBe(401);
    expect(response.text).toContain('The e-mail or the password is wrong.');
    expect(response.text).not.toContain(PASSWORD);
    expect(login.ada.cookies.has('session')).toBe(false);
  });

  it('shows the typed e-mail escaped', async () => {
    const response = await login.ada.login('"><script>alert(1)</script>', 'wrong');
    expect(response.text).not.toContain('<script>');
  });

  it('returns to the requested page', async () => {
    const asked = await login.ada.get('/admin/account?a=1&b=2');
    expect(asked.location).toBe('/admin/login?next=%2Fadmin%2Faccount%3Fa%3D1%26b%3D2');
    expect((await login.ada.get(asked.location ?? '')).text).toContain(
      'name="next" value="/admin/account?a=1&amp;b=2"',
    );
    expect((await login.ada.login(EMAIL, PASSWORD, { next: '/admin/account?a=1&b=2' })).location).toBe(
      '/admin/account?a=1&b=2',
    );
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/./\\evil.example',
    'admin',
    '',
  ])('does not redirect to %p', async (next) => {
    expect((await login.ada.login(EMAIL, PASSWORD, { next })).location).toBe('/admin');
    expect((await login.ada.get(`/admin/login?next=${encodeURIComponent(next)}`)).location).toBe('/admin');
    expect((await login.ada.post('/admin/language', { lang: 'en', next })).location).toBe('/admin');
  });

  it('starts a new session each time and ends the previous one of the browser', async () => {
    login.ada.cookies.set('session', 'x'.repeat(43));
    await login.ada.login(EMAIL, PASSWORD);
    const first = login.ada.cookies.get('session') ?? '';
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(first).not.toBe('x'.repeat(43));
    await login.ada.login(EMAIL, PASSWORD);
    expect(login.ada.cookies.get('session')).not.toBe(first);
    const old = new HtmlClient(login.app);
    old.cookies.set('session', first);
    expect((await old.get('/api/v1/clients')).status).toBe(401);
  });

  it('sets a cookie that is closed to scripts and other sites, and bound to the host behind TLS', async () => {
    const plain = await login.ada.login(EMAIL, PASSWORD);
    expect(plain.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Max-Age=1209600; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
    ]);
    const secure = new HtmlClient(login.app, { 'x-forwarded-proto': 'https' });
    const response = await secure.login(EMAIL, PASSWORD);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-session=[\w-]{43}; Max-Age=1209600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect((await secure.get('/api/v1/clients')).status).toBe(200);
    const planted = new HtmlClient(login.app, { 'x-forwarded-proto': 'https' });
    planted.cookies.set('session', secure.cookies.get('__Host-session') ?? '');
    expect((await planted.get('/api/v1/clients')).status).toBe(401);
  });

  it('stores no usable session id in the database', async () => {
    await login.ada.login(EMAIL, PASSWORD);
    const [row] = await login.app.rows<{ id_hash: string }>('SELECT id_hash FROM session');
    expect(row?.id_hash).toMatch(/^[0-9a-f]{64}$/);
    const thief = new HtmlClient(login.app);
    thief.cookies.set('session', row?.id_hash ?? '');
    expect((await thief.get('/api/v1/clients')).status).toBe(401);
  });
});

describe('many logins at once', () => {
  it('get a 503 that says when to try again, and count no attempt', async () => {
    const hasher = login.app.server.app.get(PasswordHasher);
    const slow = `scrypt$32768$8$1$${'a'.repeat(22)}$${'a'.repeat(43)}`;
    let keepsBusy = true;
    const checkAgainAndAgain = async () => {
      while (keepsBusy) await hasher.matches('x', slow);
    };
    const checks = Array.from({ length: 22 }, checkAgainAndAgain);
    const responses = await Promise.all(Array.from({ length: 8 }, () => login.ada.login(EMAIL, PASSWORD)));
    keepsBusy = false;
    await Promise.all(checks);
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(503));
    expect(responses[0]?.headers.get('retry-after')).toBe('5');
    expect(await login.app.rows('SELECT * FROM login_attempts')).toEqual([]);
    expect((await login.ada.login(EMAIL, PASSWORD)).status).toBe(303);
  });
});

describe('a password that was hashed at another cost', () => {
  it('is hashed anew at the login, and the session goes on', async () => {
    const old = await new PasswordHasher({ N: 32, r: 8, p: 1 }).hash(PASSWORD);
    await login.app.database.write((tx) => tx.update(User, { email: EMAIL }, { passwordHash: old }));
    expect((await login.ada.login(EMAIL, PASSWORD)).status).toBe(303);
    const [row] = await login.app.rows<{ password_hash: string }>('SELECT password_hash FROM "user"');
    expect(row?.password_hash).toMatch(/^scrypt\$16\$8\$1\$/);
    expect((await login.ada.get('/api/v1/clients')).status).toBe(200);
    expect((await login.ada.login(EMAIL, PASSWORD)).status).toBe(303);
  });
});

describe('a proxy that changes the Host header', () => {
  /** Logs in as a browser does over plain HTTP: with Origin and without Sec-Fetch-Site. */
  const sendLogin = (headers: Record<string, string>) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const body = new URLSearchParams({ email: EMAIL, password: PASSWORD }).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const outgoing = request(`${login.app.server.url}/admin/login`, {
        method: 'POST',
        headers: { ...type, ...headers },
      });
      outgoing.on('error', reject).on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      outgoing.end(body);
    });

  it.each([
    [{ origin: 'https://stats.example', host: 'stats.example:443' }, 303],
    [{ origin: 'http://stats.example', host: 'STATS.example:80' }, 303],
    [{ origin: 'http://stats.example:8080', host: 'stats.example:8080' }, 303],
    [{ origin: 'http://stats.example:8080', host: 'stats.example', 'x-forwarded-for': '10.0.0.7' }, 303],
    [{ origin: 'http://stats.example:8080', host: 'in:3000', 'x-forwarded-host': 'stats.example:8080' }, 303],
    [{ origin: 'http://stats.example:8080', host: 'stats.example' }, 403],
    [{ origin: 'http://evil.example', host: 'stats.example', 'x-forwarded-for': '10.0.0.7' }, 403],
    [{ origin: 'http://stats.example', host: 'stats.example:8080', 'x-forwarded-for': '10.0.0.7' }, 403],
  ])('lets people log in from their own origin only: %j', async (headers, status) => {
    expect((await sendLogin(headers)).status).toBe(status);
  });

  it('is named by the page, with what to change', async () => {
    const { text } = await sendLogin({ origin: 'http://stats.example:8080', host: 'stats.example' });
    for (const part of [
      'http://stats.example:8080 (Origin)',
      'stats.example (Host)',
      'proxy_set_header Host $http_host',
    ])
      expect(text).toContain(part);
  });
});

describe('the language of the login page', () => {
  const titleOf = async (headers: Record<string, string>) =>
    /<html lang="(\w\w)">/.exec((await login.ada.get('/admin/login', headers)).text)?.[1];

  it.each([
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['en-GB,en;q=0.9', 'en'],
    ['de-DE,ru;q=0.5,en;q=0.4', 'ru'],
    ['id', 'en'],
    ['*', 'en'],
  ])('follows the browser preference: %s', async (accepted, language) => {
    expect(await titleOf({ 'accept-language': accepted })).toBe(language);
  });

  it('is remembered after a switch', async () => {
    const response = await login.ada.post('/admin/language', { lang: 'ru', next: '/admin/login' });
    expect([response.status, response.location]).toEqual([303, '/admin/login']);
    expect(await titleOf({ 'accept-language': 'en' })).toBe('ru');
    expect((await login.ada.login(EMAIL, 'wrong')).text).toContain('Неверный e-mail или пароль.');
  });
});

it('a rejected form of another site is shown as a page', async () => {
  await addUser('ani@example.com', 'monitor');
  await login.ada.login('ani@example.com', PASSWORD);
  const response = await login.ada.post('/admin/account', {}, { 'sec-fetch-site': 'cross-site' });
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.text).toContain('You may not open this.');
});
