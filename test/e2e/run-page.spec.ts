import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { UsersService } from '../../src/auth/users/users.service.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';
import { NOW } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';

const PASSWORD = 'a good password';
const EVIL = 'Unknown <script>alert(1)</script>';

let app: TestApp;
let upstream: ScriptedUpstream;
let runId: number;
const ids = {} as Record<'good' | 'unknown' | 'empty', number>;
const clients = {} as Record<'admin' | 'russian' | 'manager', HtmlClient>;

const row = (date: string, sales: string) => ({ stat_date: date, grab_sales: sales });

/** A run that copies one restaurant of three: one is unknown upstream, and one has an empty response over held rows. */
async function runOfThree(): Promise<number> {
  upstream.serve('Good', [row('2026-11-20', '100.00'), row('2026-11-21', 'many')]);
  upstream.serve('Empty', []);
  const { id } = await app.sync({ daysBack: 30, clientIds: Object.values(ids) });
  return id;
}

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await createTestApp({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1' },
    clock: TestClock.at(NOW),
  });
  upstream.serve('Empty', [row('2026-11-20', '5.00')]);
  ids.empty = await app.addClient('Empty');
  await app.sync({ daysBack: 30, clientIds: [ids.empty] });
  ids.good = await app.addClient('Good');
  ids.unknown = await app.addClient(EVIL);
  await app.server.app
    .get(UsersService)
    .create({ email: 'mo@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
  clients.admin = new HtmlClient(app);
  clients.russian = new HtmlClient(app, { 'accept-language': 'ru' });
  clients.manager = new HtmlClient(app);
  await clients.admin.login('admin@example.com', PASSWORD);
  await clients.russian.login('admin@example.com', PASSWORD);
  await clients.manager.login('mo@example.com', PASSWORD);
  runId = await runOfThree();
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

/** The text of a page without markup and with single spaces. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/ ([.,;])/g, '$1');
const itemOf = async (clientId: number) => {
  const [item] = await app.rows<{ id: number }>('SELECT id FROM sync_item WHERE run_id = ? AND client_id = ?', [
    runId,
    clientId,
  ]);
  return item?.id ?? 0;
};

it('says in one sentence what a run has done, in both languages', async () => {
  const { status, text } = await clients.manager.get(`/admin/runs/${runId}`);
  expect(status).toBe(200);
  expect(textOf(text)).toMatch(/not everything copied 1 of 3 restaurants copied in \d+ s; 2 failed; 1 row rejected\./);
  const russian = await clients.russian.get(`/admin/runs/${runId}`);
  expect(textOf(russian.text)).toMatch(
    /скопировано не всё Скопировано 1 из 3 ресторанов за \d+ с; не удалось скопировать: 2; отклонена 1 строка\./,
  );
});

it('gives each failed restaurant its reason and its next step, and lists the rejected rows', async () => {
  const { text } = await clients.admin.get(`/admin/runs/${runId}`);
  expect(text).not.toContain('<script>alert');
  expect(text).toContain(`href="/admin/clients/${ids.unknown}/source"`);
  expect(text).toContain(`action="/admin/runs/${runId}/items/${await itemOf(ids.unknown)}/retry"`);
  expect(text).toContain(`href="/admin/clients/${ids.empty}/exact"`);
  expect(text).toContain(`action="/admin/runs/${runId}/items/${await itemOf(ids.empty)}/accept-empty"`);
  expect(textOf(text)).toMatch(/Good 21 Nov 2026 grab_sales many is not a number/);
});

it('shows a manager no step, and rejects one', async () => {
  const { text } = await clients.manager.get(`/admin/runs/${runId}`);
  expect(text).not.toContain(`action="/admin/runs/`);
  expect(textOf(text)).toContain('An admin can retry the restaurants that were not copied.');
  expect((await clients.manager.post(`/admin/runs/${runId}/retry`)).status).toBe(403);
});

it('retries one restaurant with the days of the run, and shows the new run', async () => {
  const ended = app.nextRunEnd();
  const { status, location } = await clients.admin.post(
    `/admin/runs/${runId}/items/${await itemOf(ids.unknown)}/retry`,
  );
  const run = await ended;
  expect([status, location]).toEqual([303, `/admin/runs/${run.id}`]);
  const { body: first } = await app.get(`/sync/runs/${runId}`);
  expect(run).toMatchObject({ trigger: 'retry', progress: { total: 1 }, window: first.window });
});

it('accepts an empty response', async () => {
  const ended = app.nextRunEnd();
  await clients.admin.post(`/admin/runs/${runId}/items/${await itemOf(ids.empty)}/accept-empty`);
  expect(await ended).toMatchObject({ exact: true, counts: { deleted: 1 } });
});

it('shows the page again, with the reason, when a request cannot be done', async () => {
  const { status, text } = await clients.russian.post(`/admin/runs/${runId}/cancel`);
  expect([status, text.includes('Эта синхронизация уже закончилась')]).toEqual([409, true]);
  const other = await clients.admin.post(`/admin/runs/1/items/${await itemOf(ids.unknown)}/retry`);
  expect(other.status).toBe(404);
  expect((await clients.admin.get('/admin/runs/4711')).status).toBe(404);
});

it('shows an active run with its progress and no other step than to cancel it, and then who cancelled it', async () => {
  const hold = upstream.hold('Good');
  const ended = app.nextRunEnd();
  const calls = upstream.statsCalls().length + 1;
  const { body } = await app.post('/sync', { daysBack: 3, clientIds: [ids.good, ids.unknown] });
  await upstream.waitForCalls(calls);
  const { text } = await clients.admin.get(`/admin/runs/${body.id}`);
  expect(text).toContain(`data-live-run="${body.id}"`);
  expect(text).toMatch(/<progress [^>]*max="2"/);
  expect(text).not.toContain('data-testid="retry-item"');
  const cancelled = await clients.admin.post(`/admin/runs/${body.id}/cancel`);
  expect(cancelled.location).toBe(`/admin/runs/${body.id}`);
  hold.release();
  expect(await ended).toMatchObject({ status: 'cancelled' });
  const history = (html: string) => textOf(/data-testid="history".*/s.exec(html)?.[0] ?? '');
  expect(history((await clients.admin.get(`/admin/runs/${body.id}`)).text)).toContain(
    'admin@example.com sync cancelled',
  );
  expect(history((await clients.manager.get(`/admin/runs/${body.id}`)).text)).toBe('');
});
