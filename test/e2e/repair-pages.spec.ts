import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UsersService } from '../../src/auth/users/users.service.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';
import { NOW } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';

const PASSWORD = 'a good password';
const EVIL = 'Warung <script>alert(1)</script>';

let app: TestApp;
let upstream: ScriptedUpstream;
let id: number;
const clients = {} as Record<'admin' | 'manager', HtmlClient>;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await createTestApp({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1' },
    clock: TestClock.at(NOW),
  });
  id = await app.addClient(EVIL);
  await app.server.app
    .get(UsersService)
    .create({ email: 'mo@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
  clients.admin = new HtmlClient(app, { 'accept-language': 'ru' });
  clients.manager = new HtmlClient(app);
  await clients.admin.login('admin@example.com', PASSWORD);
  await clients.manager.login('mo@example.com', PASSWORD);
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const row = (date: string, sales: string) => ({ stat_date: date, grab_sales: sales });
const held = () =>
  app.rows('SELECT stat_date, grab_sales FROM client_stat WHERE client_id = ? ORDER BY stat_date', [id]);

beforeEach(async () => {
  upstream.serve(EVIL, [row('2026-11-17', '100.00'), row('2026-11-19', '200.00'), row('2026-11-21', '300.00')]);
  await app.sync({ daysBack: 30, clientIds: [id], exact: true });
});

describe('the exact copy page', () => {
  it('shows each change in the reader’s language, and copies after the confirmation', async () => {
    upstream.serve(EVIL, [row('2026-11-17', '100.00'), row('2026-11-19', '250.50')]);
    const { status, text } = await clients.admin.get(`/admin/clients/${id}/exact?days=30`);
    expect(status).toBe(200);
    expect(text).toContain('новых дней: 0, изменится: 1, удалится: 1, без изменений: 1, отклонено строк: 0');
    expect(text.replace(/\s+/g, ' ')).toMatch(/19\.11\.2026.*изменится.*Rp 200 → Rp 250,50/);
    expect(text.replace(/\s+/g, ' ')).toMatch(/21\.11\.2026.*удалится.*Rp 300 → —/);
    expect(text).not.toContain('<script>alert');
    expect(await held()).toHaveLength(3);

    const ended = app.nextRunEnd();
    const done = await clients.admin.post(`/admin/clients/${id}/exact`, { days: '30' });
    const run = await ended;
    expect([done.status, done.location]).toEqual([303, `/admin/runs/${run.id}`]);
    expect(await held()).toEqual([
      { stat_date: '2026-11-17', grab_sales: 10_000 },
      { stat_date: '2026-11-19', grab_sales: 25_050 },
    ]);
  });

  it('offers no copy where nothing would change', async () => {
    const { text } = await clients.admin.get(`/admin/clients/${id}/exact?days=30`);
    expect(text).toContain('Ничего не изменится');
    expect(text).not.toContain('Сделать точную копию');
  });

  it('explains that upstream gives no response', async () => {
    const other = await app.addClient('Nobody upstream');
    const { status, text } = await clients.admin.get(`/admin/clients/${other}/exact?days=7`);
    expect(status).toBe(503);
    expect(text).toContain('Сервер статистики не знает этого ресторана');
  });

  it('starts no second run during an active one, and says so', async () => {
    const slow = await app.addClient('Slow upstream');
    const hold = upstream.hold('Slow upstream');
    const called = upstream.statsCalls().length + 1;
    const ended = app.nextRunEnd();
    const { body } = await app.post('/sync', { daysBack: 3, clientIds: [slow] });
    await upstream.waitForCalls(called);
    const { status, text } = await clients.admin.post(`/admin/clients/${id}/exact`, { days: '7' });
    expect(status).toBe(409);
    expect(text).toContain('Идёт синхронизация');
    hold.release();
    expect((await ended).id).toBe(body.id);
  });
});

describe('the upstream name page', () => {
  it('maps a suggested name only after a click', async () => {
    upstream.list([
      { id: 1, name: 'Warung  <script>alert(1)</script>' },
      { id: 2, name: 'Sate' },
    ]);
    const page = await clients.admin.get(`/admin/clients/${id}/source`);
    expect(page.text).toContain('value="Warung  &lt;script>alert(1)&lt;/script>"');
    expect(page.text).not.toContain('value="Sate"');
    const taken = await clients.admin.post(`/admin/clients/${id}/source`, {
      name: 'Warung  <script>alert(1)</script>',
    });
    expect([taken.status, taken.location]).toEqual([303, `/admin/resources/clients/records/${id}/show`]);
    const upstreamName = async () => (await app.get(`/clients/${id}`)).body.upstreamName;
    expect(await upstreamName()).toBe('Warung  <script>alert(1)</script>');
    await app.call('PATCH', `/clients/${id}`, { upstreamName: EVIL });
  });
});

describe('the page of missing days', () => {
  const PERIOD = 'from=2026-11-17&to=2026-11-21';

  it('lists the days for managers, without a sync action', async () => {
    const { status, text } = await clients.manager.get(`/admin/gaps?${PERIOD}`);
    expect(status).toBe(200);
    expect(text.replace(/\s+/g, ' ')).toContain('18 Nov 2026 (Grab); 20 Nov 2026 (Grab)');
    expect(text).not.toContain('data-testid="heal"');
    expect((await clients.manager.post('/admin/gaps', { from: '2026-11-17', to: '2026-11-21' })).status).toBe(403);
  });

  it('syncs the days again when an admin confirms', async () => {
    upstream.serve(
      EVIL,
      ['17', '18', '19', '20', '21'].map((day) => row(`2026-11-${day}`, '100.00')),
    );
    expect((await clients.admin.get(`/admin/gaps?${PERIOD}`)).text).toContain('data-testid="heal"');
    const ended = app.nextRunEnd();
    const { status } = await clients.admin.post('/admin/gaps', { from: '2026-11-17', to: '2026-11-21' });
    expect([status, (await ended).counts.inserted]).toEqual([303, 2]);
    expect((await clients.admin.get(`/admin/gaps?${PERIOD}`)).text).toContain('есть данные за каждый день');
  });
});
