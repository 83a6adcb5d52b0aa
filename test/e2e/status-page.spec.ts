import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ScriptedUpstream } from '../support/scripted-upstream.js';
import { NOW } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';

const PASSWORD = 'a good password';

let app: TestApp;
let upstream: ScriptedUpstream;
let receiver: Server;
let receiverStatus = 204;
const received: string[] = [];
let clock: TestClock;
const admin = () => new HtmlClient(app);
let page: HtmlClient;
let russian: HtmlClient;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(body);
      response.writeHead(receiverStatus).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  clock = TestClock.at(NOW);
  app = await createTestApp({
    env: {
      DELIVERY_STATS_API_URL: upstream.url,
      DELIVERY_STATS_API_KEY: 'the key of upstream',
      SYNC_ATTEMPTS: '1',
      SYNC_CRON: '0 1 * * *',
      ALERT_WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      ALERT_WEBHOOK_SECRET: 'a secret of the alerts',
      ALERT_ALLOW_PRIVATE: 'true',
    },
    clock,
  });
  await app.addClient('Nobody knows me');
  await app.sync({ full: true });
  page = admin();
  russian = new HtmlClient(app, { 'accept-language': 'ru' });
  await page.login('admin@example.com', PASSWORD);
  await russian.login('admin@example.com', PASSWORD);
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
  await new Promise((resolve) => receiver.close(resolve));
});

/** The text of a page without markup and with single spaces. */
const textOf = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/[\s\u00a0]+/g, ' ');

it('shows schedules, database, queue, incidents and the statistics server, and no secret', async () => {
  const { status, text } = await page.get('/admin/status');
  expect(status).toBe(200);
  const shown = textOf(text);
  expect(shown).toMatch(/Database (SQLite|PostgreSQL), \d+\.\d MB/);
  expect(shown).toContain('Sync 22 Nov 2026, 14:00 23 Nov 2026, 09:00');
  expect(shown).toContain('Retry of restaurants that are late — 23 Nov 2026, 09:30');
  expect(shown).toMatch(/Deletion of old records \(syncs, log entries\) (—|22 Nov 2026, 02:30) 23 Nov 2026, 02:30/);
  expect(shown).toContain('Backup — off');
  expect(shown).toMatch(/Job queue \S+.*: 0 waiting, 0 running/);
  expect(text).toContain('data-kind="run_not_complete"');
  expect(shown).toContain(`Address ${new URL(upstream.url).origin}`);
  expect(shown).toContain('Key (DELIVERY_STATS_API_KEY) set');
  expect(text).not.toContain('the key of upstream');
  expect(text).not.toContain('/hook');
});

it('checks the statistics server on request', async () => {
  const { text } = await russian.post('/admin/status/check');
  expect(text).toContain('data-testid="findings"');
});

it('sends a test alert, records it, and explains why the receiver did not accept it', async () => {
  expect((await page.post('/admin/status/alert-test')).location).toBe('/admin/status?notice=tested');
  const messages = received.map((body) => JSON.parse(body) as { event: string });
  expect(messages.filter(({ event }) => event === 'test')).toEqual([
    expect.objectContaining({ event: 'test', kind: 'test', text: 'This is a test. Nothing has happened.' }),
  ]);
  expect(await app.rows("SELECT actor FROM audit_log WHERE action = 'alert.test'")).toEqual([
    { actor: 'admin@example.com' },
  ]);
  receiverStatus = 500;
  const { status, text } = await russian.post('/admin/status/alert-test');
  expect([status, text.includes('Получатель не принял проверочное оповещение')]).toEqual([503, true]);
});

it('creates a token, shows it once, and revokes it', async () => {
  const { text } = await page.post('/admin/status/tokens', { name: 'grafana', role: 'monitor', days: '30' });
  const token = /ds_[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '';
  const scrape = () =>
    fetch(`${app.server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status);
  expect(await scrape()).toBe(200);
  const later = (await page.get('/admin/status')).text;
  expect([later.includes('grafana'), later.includes(token)]).toEqual([true, false]);
  const id = /\/admin\/status\/tokens\/(\d+)\/revoke"><p>[^<]*grafana/.exec(later)?.[1] ?? '0';
  expect((await page.post(`/admin/status/tokens/${id}/revoke`)).status).toBe(303);
  expect(await scrape()).toBe(401);
});

it('shows what is wrong with a new token at its field', async () => {
  const { status, text } = await russian.post('/admin/status/tokens', { name: ' ', role: 'monitor', days: '9999' });
  expect(status).toBe(400);
  expect(text).toMatch(/id="token-name-error">заполните это поле/);
  expect(text).toContain('id="token-days-error"');
});

it('asks for the password before a token is made, when it was typed long ago', async () => {
  clock.set('2026-11-22T06:16:00.000Z');
  const { status, location } = await page.post(
    '/admin/status/tokens',
    { name: 'late', role: 'admin' },
    { referer: `${app.server.url}/admin/status` },
  );
  expect([status, location]).toEqual([303, '/admin/confirm?next=%2Fadmin%2Fstatus']);
  expect(await app.rows("SELECT id FROM api_token WHERE name = 'late'")).toEqual([]);
});
