import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { createTestApp } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';
import { EMAIL, MINUTE, PASSWORD, useLoginFixture } from '../support/login-fixture.js';

const login = useLoginFixture();
const { users, adminId, addUser, from, later } = login;

describe('a change of accounts', () => {
  const api = '/admin/api/resources/users';
  const person = { email: 'new@example.com', role: 'manager', password: PASSWORD };

  beforeEach(() => login.ada.login(EMAIL, PASSWORD));

  it('needs a password that was confirmed within 15 minutes', async () => {
    const { id } = await addUser('ani@example.com');
    later(15 * MINUTE + 1);
    for (const path of ['actions/new', `records/${id}/edit`, `records/${id}/disable`]) {
      const { status, text } = await login.ada.post(`${api}/${path}`, person);
      expect([status, JSON.parse(text)]).toMatchObject([403, { details: [{ path: 'confirmation' }] }]);
    }
    expect(await login.app.rows('SELECT id FROM "user" WHERE disabled_at IS NULL')).toHaveLength(2);
    expect((await login.ada.get(`/admin/confirm?next=/admin/resources/users`)).text).toContain(
      'value="/admin/resources/users"',
    );
    const wrong = await login.ada.post('/admin/confirm', { current: 'guess' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('This is not your current password.')]);
    const right = await login.ada.post('/admin/confirm', { current: PASSWORD, next: '/admin/resources/users' });
    expect([right.status, right.location]).toEqual([303, '/admin/resources/users']);
    expect((await login.ada.post(`${api}/actions/new`, person)).status).toBe(200);
  });

  it('is not available to an API token', async () => {
    const response = await login.app.request('POST', `${api}/actions/new`, { body: person, role: 'admin' });
    expect([response.status, response.body]).toMatchObject([403, { message: 'An API token may not change accounts' }]);
  });

  it('sets no password: only its owner and a one-time link can', async () => {
    await login.ada.post(`${api}/records/${await adminId()}/edit`, { password: 'another password' });
    expect((await from('10.0.0.8').login(EMAIL, 'another password')).status).toBe(401);
    expect((await from('10.0.0.9').login(EMAIL, PASSWORD)).status).toBe(303);
  });
});

describe('the second factor', () => {
  const SETTINGS = '/admin/second-factor';
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: login.clock.now().getTime() });
  const ticketIn = (text: string) => /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? '';

  /** Turns it on for the admin and returns the secret and the recovery codes. */
  async function enrol(): Promise<{ secret: string; recoveryCodes: string[] }> {
    await login.ada.login(EMAIL, PASSWORD);
    const { text } = await login.ada.post(SETTINGS, { action: 'begin' });
    const secret = /data-testid="totp-secret">([A-Z2-7]+)</.exec(text)?.[1] ?? '';
    expect(text).toContain('<svg');
    const wrong = await login.ada.post(SETTINGS, { action: 'enable', code: '000000' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining(secret)]);
    const done = await login.ada.post(SETTINGS, { action: 'enable', code: codeOf(secret) });
    expect(done.status).toBe(200);
    later(MINUTE);
    return { secret, recoveryCodes: done.text.match(/[A-Z2-7]{5}-[A-Z2-7]{5}/g) ?? [] };
  }

  it('asks for the code of the app after the password, and accepts each code once', async () => {
    const { secret, recoveryCodes } = await enrol();
    expect(new Set(recoveryCodes).size).toBe(10);
    const phone = from('10.0.0.9');
    const asked = await phone.login(EMAIL, PASSWORD, { next: '/admin/gaps' });
    expect([asked.status, phone.cookies.has('session')]).toEqual([200, false]);
    const ticket = ticketIn(asked.text);
    const code = codeOf(secret);
    const enter = (client: HtmlClient, entered: string) =>
      client.post('/admin/login/code', { ticket, code: entered, next: '/admin/gaps' });
    expect((await enter(phone, '000000')).status).toBe(401);
    const right = await enter(phone, code);
    expect([right.status, right.location]).toEqual([303, '/admin/gaps']);
    expect((await phone.get('/api/v1/clients')).status).toBe(200);
    expect((await enter(from('10.0.0.10'), code)).status).toBe(401);
    expect((await enter(from('10.0.0.10'), recoveryCodes[0] ?? '')).status).toBe(303);
    expect((await enter(from('10.0.0.11'), recoveryCodes[0] ?? '')).status).toBe(401);
    later(5 * MINUTE);
    expect((await enter(from('10.0.0.12'), codeOf(secret))).status).toBe(401);
    const actions = await login.app.rows<{ action: string }>('SELECT action FROM audit_log ORDER BY id');
    expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(['user.totp_enable', 'login.failed']));
    expect(JSON.stringify(await login.app.rows('SELECT * FROM audit_log'))).not.toContain(secret);
  });

  it('is slowed down by the throttle, also when the password is entered in between', async () => {
    await enrol();
    const thief = from('10.6.6.6');
    const statuses = [];
    for (let n = 0; n < 6; n++) {
      const asked = await thief.login(EMAIL, PASSWORD);
      const ticket = ticketIn(asked.text);
      statuses.push(ticket ? (await thief.post('/admin/login/code', { ticket, code: '000000' })).status : asked.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('rejects an invented ticket, and one from before a new password', async () => {
    const { secret } = await enrol();
    const ticket = ticketIn((await from('10.0.0.9').login(EMAIL, PASSWORD)).text);
    const enter = (sent: string) => from('10.0.0.9').post('/admin/login/code', { ticket: sent, code: codeOf(secret) });
    expect((await enter(ticket.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(401);
    await users().setPassword(EMAIL, 'another password', SYSTEM);
    expect((await enter(ticket)).status).toBe(401);
  });

  it('is turned off by its person, and needs a confirmed password', async () => {
    await enrol();
    later(20 * MINUTE);
    const late = await login.ada.post(SETTINGS, { action: 'disable' });
    expect([late.status, late.location]).toEqual([303, '/admin/confirm?next=/admin/second-factor']);
    await login.ada.post('/admin/confirm', { current: PASSWORD });
    expect((await login.ada.post(SETTINGS, { action: 'disable' })).status).toBe(200);
    expect((await from('10.0.0.9').login(EMAIL, PASSWORD)).status).toBe(303);
  });

  it('can be required of admins: until it is on, they open the account pages only', async () => {
    const strict = await createTestApp({
      env: { SYNC_ON_START: 'off', ADMIN_SECOND_FACTOR: 'required' },
      clock: login.clock,
    });
    try {
      const admin = new HtmlClient(strict);
      await admin.login(EMAIL, PASSWORD);
      expect((await admin.get('/admin')).location).toBe('/admin/account');
      expect((await admin.get('/api/v1/clients')).status).toBe(403);
      expect((await admin.get('/admin/account')).text).toContain('Admins need a second factor here.');
      const { text } = await admin.post(SETTINGS, { action: 'begin' });
      const secret = /data-testid="totp-secret">([A-Z2-7]+)</.exec(text)?.[1] ?? '';
      await admin.post(SETTINGS, { action: 'enable', code: codeOf(secret) });
      expect((await admin.get('/api/v1/clients')).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });
});
