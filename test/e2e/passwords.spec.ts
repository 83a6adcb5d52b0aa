import { beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { createTestApp } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';
import { EMAIL, MINUTE, PASSWORD, useLoginFixture } from '../support/login-fixture.js';

const login = useLoginFixture();
const { users, adminId, addUser, from, later } = login;

describe('password guessing', () => {
  const guess = async (client: HtmlClient, times: number, email = EMAIL) => {
    const statuses = [];
    for (let n = 0; n < times; n++) statuses.push((await client.login(email, `guess ${n}`)).status);
    return statuses;
  };

  it('is limited after five attempts, and the response says for how long', async () => {
    const guesser = from('10.6.6.6');
    expect(await guess(guesser, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    const response = await guesser.login(EMAIL, PASSWORD);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    expect(response.text).toContain('Try again in 1 second.');
    later(1000);
    expect((await guesser.login(EMAIL, PASSWORD)).status).toBe(303);
  });

  it('is limited for parallel attempts too', async () => {
    const guesser = from('10.6.6.6');
    const responses = await Promise.all(Array.from({ length: 12 }, (_, n) => guesser.login(EMAIL, `guess ${n}`)));
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it('locks the account for 15 minutes, except for a browser that logged in before', async () => {
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

  it('is no longer limited after the account gets a new password', async () => {
    await addUser('ani@example.com');
    expect((await guess(from('10.6.6.6'), 6, 'ani@example.com')).at(-1)).toBe(429);
    await users().setPassword('ani@example.com', 'another password', SYSTEM);
    expect((await from('10.0.0.2').login('ani@example.com', 'another password')).status).toBe(303);
  });

  it('locks an address that tries many accounts, with all IPv6 addresses of its network', async () => {
    const statuses = [];
    for (let n = 0; n < 21; n++) {
      statuses.push((await from(`2001:db8:0:1::${n}`).login(`user${n}@example.com`, 'guess')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
    expect((await from('2001:db8:0:2::1').login(EMAIL, PASSWORD)).status).toBe(303);
  });

  it('records every wrong password in the audit log, with the address and the user when there is one', async () => {
    await from('10.6.6.6').login(EMAIL, 'guess');
    await from('10.6.6.7:4711').login('what was typed@example.com', 'guess');
    await from('not an address').login('nobody@example.com', 'guess');
    const events =
      "SELECT actor, action, target_id, before, after, address FROM audit_log WHERE action = 'login.failed'";
    const event = { actor: 'system', action: 'login.failed', before: null, after: null };
    expect(await login.app.rows(`${events} ORDER BY id`)).toEqual([
      { ...event, target_id: await adminId(), address: '10.6.6.6' },
      { ...event, target_id: null, address: '10.6.6.7' },
      { ...event, target_id: null, address: '127.0.0.1' },
    ]);
  });

  it('is limited on the account page too', async () => {
    await login.ada.login(EMAIL, PASSWORD);
    const statuses = [];
    for (let n = 0; n < 11; n++) {
      const form = { current: `guess ${n}`, password: 'another password' };
      statuses.push((await login.ada.post('/admin/account', form)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(400), 429]);
    const blocked = await login.ada.post('/admin/account', { current: PASSWORD, password: 'another password' });
    expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await login.app.rows("SELECT id FROM audit_log WHERE action = 'password.failed'")).toHaveLength(10);
  });

  it('records a lockout in the audit log without the typed text', async () => {
    const guesser = from('10.6.6.6');
    for (let n = 0; n < 12; n++) {
      await guess(guesser, 1);
      later(MINUTE);
    }
    const rows = await login.app.rows<Record<string, unknown>>("SELECT * FROM audit_log WHERE action = 'login.locked'");
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
  beforeEach(() => login.ada.login(EMAIL, PASSWORD));

  const change = (current: string, password: string) => login.ada.post('/admin/account', { current, password });

  it('changes the password and logs out every other browser', async () => {
    const other = new HtmlClient(login.app);
    await other.login(EMAIL, PASSWORD);
    const response = await change(PASSWORD, 'a better password');
    expect(response.status).toBe(200);
    expect(response.text).toContain('The password is changed.');
    expect((await login.ada.get('/admin/account')).status).toBe(200);
    expect((await other.get('/admin/account')).status).toBe(302);
    expect((await new HtmlClient(login.app).login(EMAIL, PASSWORD)).status).toBe(401);
    expect((await new HtmlClient(login.app).login(EMAIL, 'a better password')).status).toBe(303);
  });

  it.each([
    ['not this one', 'a better password', 'This is not your current password.'],
    [PASSWORD, '1234567890', 'is too easy to guess'],
    [PASSWORD, EMAIL, 'must not be the e-mail address'],
    [PASSWORD, 'short', 'must have at least 10 characters'],
  ])('rejects %p and %p', async (current, password, message) => {
    const response = await change(current, password);
    expect(response.status).toBe(400);
    expect(response.text).toContain(message);
    expect((await new HtmlClient(login.app).login(EMAIL, PASSWORD)).status).toBe(303);
  });
});

describe('the generated password of the first admin', () => {
  it('opens the account page only, until it is changed', async () => {
    const first = await createTestApp({ env: { SYNC_ON_START: 'off', ADMIN_PASSWORD: '' } });
    try {
      const admin = new HtmlClient(first);
      await admin.login(EMAIL, first.server.firstAdmin?.password ?? '');
      for (const path of ['/admin', '/admin/gaps', '/admin/resources/clients']) {
        expect((await admin.get(path)).location).toBe('/admin/account');
      }
      expect((await admin.get('/api/v1/clients')).status).toBe(403);
      expect((await admin.get('/admin/account')).text).toContain('Your password was generated');
      const current = first.server.firstAdmin?.password ?? '';
      expect((await admin.post('/admin/account', { current, password: 'a password of my own' })).status).toBe(200);
      expect((await admin.get('/api/v1/clients')).status).toBe(200);
      expect((await admin.get('/admin')).status).toBe(200);
    } finally {
      await first.stop();
    }
  });
});

describe('the last admin', () => {
  it('can be neither disabled nor demoted', async () => {
    const id = await adminId();
    const rejected = { status: 409, code: 'last_admin' };
    await expect(users().disable(id, SYSTEM)).rejects.toMatchObject(rejected);
    await expect(users().setRole(id, 'manager', SYSTEM)).rejects.toMatchObject(rejected);
    const second = await addUser('second@example.com', 'admin');
    await users().disable(id, SYSTEM);
    await expect(users().disable(second.id, SYSTEM)).rejects.toMatchObject(rejected);
  });
});
