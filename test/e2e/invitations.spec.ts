import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { UsersService } from '../../src/auth/users/users.service.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';
import { NOW } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';

const PASSWORD = 'a good password';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

let app: TestApp;
let upstream: ScriptedUpstream;
let clock: TestClock;
let users: UsersService;
let admin: HtmlClient;
let count = 0;
let email: string;
let id: number;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  clock = TestClock.at(NOW);
  app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url }, clock });
  users = app.server.app.get(UsersService);
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

beforeEach(async () => {
  clock.set(NOW);
  await app.database.write((tx) => tx.query('DELETE FROM login_attempts'));
  admin = new HtmlClient(app);
  await admin.login('admin@example.com', PASSWORD);
  email = `new${++count}@example.com`;
  ({ id } = await users.createInvited({ email, role: 'manager', name: ' Putu ' }, SYSTEM));
});

/** Creates a link as an admin does, and returns its path. */
async function createLink(): Promise<string> {
  const { text } = await admin.post(`/admin/users/${id}/invitation`);
  return /\/admin\/invitation\?token=[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '';
}
const tokenOf = (path: string) => path.split('=')[1] ?? '';

it('lets an invited person choose a password once, and nobody else', async () => {
  const link = await createLink();
  const person = new HtmlClient(app, { 'user-agent': CHROME });
  const form = await person.get(link);
  expect([form.status, form.text.includes(email)]).toEqual([200, true]);
  const chosen = { token: tokenOf(link), password: 'my own password' };
  expect((await person.post('/admin/invitation', chosen)).location).toBe('/admin/login');
  expect((await person.login(email, chosen.password)).status).toBe(303);
  const again = await person.post('/admin/invitation', { ...chosen, password: 'another password' });
  expect([again.status, again.text.includes('This link is not valid')]).toEqual([404, true]);
  expect((await person.login(email, 'another password')).status).toBe(401);

  const { text } = await admin.get(`/admin/users/${id}`);
  expect(text).toContain('Putu');
  expect(text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toMatch(/Last login 22 Nov 2026, 14:00/);
  expect(text).toContain('Chrome, Windows');
  const events = await app.rows('SELECT action, actor FROM audit_log WHERE target_id = ? AND target_type = ?', [
    id,
    'user',
  ]);
  expect(events).toEqual(
    expect.arrayContaining([
      { action: 'user.invite', actor: 'admin@example.com' },
      { action: 'user.password', actor: email },
    ]),
  );
});

it('stores no token, and shows it once', async () => {
  const token = tokenOf(await createLink());
  const stored = await app.rows<{ token_hash: string }>('SELECT token_hash FROM invitation WHERE user_id = ?', [id]);
  expect(stored).toEqual([{ token_hash: expect.not.stringContaining(token) }]);
  const { text } = await admin.get(`/admin/users/${id}`);
  expect([text.includes(token), text.includes('valid until 25 Nov 2026, 14:00')]).toEqual([false, true]);
});

it('has links that end after three days, with a newer link, and when the user is disabled', async () => {
  const status = async (path: string) => (await new HtmlClient(app).get(path)).status;
  const first = await createLink();
  const second = await createLink();
  expect([await status(first), await status(second)]).toEqual([404, 200]);
  clock.set('2026-11-25T06:00:01.000Z');
  expect(await status(second)).toBe(404);
  clock.set(NOW);
  const third = await createLink();
  await users.disable(id, SYSTEM);
  expect(await status(third)).toBe(404);
  const refused = await admin.post(`/admin/users/${id}/invitation`);
  expect(refused.status).toBe(409);
});

it('keeps the link when the password breaks a rule, and says which', async () => {
  const link = await createLink();
  const person = new HtmlClient(app, { 'accept-language': 'ru' });
  const short = await person.post('/admin/invitation', { token: tokenOf(link), password: 'short' });
  expect([short.status, short.text.includes('не меньше 10 символов')]).toEqual([400, true]);
  expect((await person.get(link)).status).toBe(200);
});

it('does not slow down an invited person who tries several weak passwords', async () => {
  const token = tokenOf(await createLink());
  const person = new HtmlClient(app);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    statuses.push((await person.post('/admin/invitation', { token, password: 'short' })).status);
  }
  expect(new Set(statuses)).toEqual(new Set([400]));
});

it('slows down an address that guesses links', async () => {
  const thief = new HtmlClient(app);
  const statuses: number[] = [];
  for (let guess = 0; guess < 8; guess++) {
    const { status } = await thief.post('/admin/invitation', { token: 'x'.repeat(43), password: PASSWORD });
    statuses.push(status);
  }
  expect(statuses).toContain(429);
});

it('lets an admin end any session, and each person their own', async () => {
  await users.setPassword(email, PASSWORD, SYSTEM);
  const [phone, laptop] = [new HtmlClient(app), new HtmlClient(app, { 'user-agent': CHROME })];
  await phone.login(email, PASSWORD);
  await laptop.login(email, PASSWORD);
  const keysIn = (text: string) => [...text.matchAll(/name="session" value="([0-9a-f]{64})"/g)].map(([, key]) => key);
  const own = await laptop.get('/admin/account');
  expect(keysIn(own.text)).toHaveLength(2);
  const phoneKey = /unknown browser[\s\S]*?value="([0-9a-f]{64})"/.exec(own.text)?.[1] ?? '';
  await laptop.post('/admin/account/sessions/end', { session: phoneKey });
  expect([(await phone.get('/admin/account')).status, (await laptop.get('/admin/account')).status]).toEqual([302, 200]);
  const [laptopKey = ''] = keysIn((await admin.get(`/admin/users/${id}`)).text);
  // A person ends no session of another one.
  const other = await admin.post('/admin/account/sessions/end', { session: laptopKey });
  expect([other.status, (await laptop.get('/admin/account')).status]).toEqual([303, 200]);
  await admin.post(`/admin/users/${id}/sessions/end`, { session: laptopKey });
  expect((await laptop.get('/admin/account')).status).toBe(302);
});
