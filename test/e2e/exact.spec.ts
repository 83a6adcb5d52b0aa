import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ItemDto } from '../../src/sync/runs/item.dto.js';
import { json, ScriptedUpstream } from '../support/scripted-upstream.js';
import { NOW } from '../support/seeded-fixture.js';
import { HtmlClient } from '../support/html-client.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

const WEEK = { from: '2026-11-15', to: '2026-11-21' };
const NAME = 'Warung `Bu Komang` & Söhne';

let app: TestApp;
let upstream: ScriptedUpstream;
let admin: HtmlClient;
let id: number;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await createTestApp({
    // One hour west of the zone in which upstream writes its days.
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1', BUSINESS_TIMEZONE: 'Asia/Jakarta' },
    clock: TestClock.at(NOW),
  });
  admin = new HtmlClient(app);
  await admin.login('admin@example.com', 'a good password');
  id = await app.addClient(NAME);
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const row = (date: string, sales: string, orders: number | null = 3) => ({
  stat_date: date,
  grab_sales: sales,
  grab_orders: orders,
});
const copy = (request: object = {}) => app.sync({ ...WEEK, clientIds: [id], ...request });
const preview = async (request: object = WEEK) => (await app.post('/sync/preview', { clientId: id, ...request })).body;
const held = () =>
  app.rows('SELECT stat_date, grab_sales, grab_orders FROM client_stat WHERE client_id = ? ORDER BY stat_date', [id]);

/** The replica holds three days. Upstream then corrects one, removes one and adds one. */
beforeEach(async () => {
  upstream.serve(NAME, [row('2026-11-18', '100.00'), row('2026-11-19', '200.00'), row('2026-11-20', '300.00')]);
  await copy({ exact: true });
  upstream.serve(NAME, [row('2026-11-18', '100.00'), row('2026-11-19', '250.50', null), row('2026-11-21', '400.00')]);
});

describe('the preview of an exact copy', () => {
  it('lists the changes day by day and changes nothing', async () => {
    const before = await held();
    const shown = await preview();
    expect(shown).toMatchObject({
      client: { id, name: NAME },
      window: WEEK,
      refused: false,
      counts: { inserted: 1, updated: 1, unchanged: 1, deleted: 1, quarantined: 0 },
    });
    expect(shown.days.map((day) => [day.date, day.change, day.held?.grab?.sales, day.upstream?.grab?.sales])).toEqual([
      ['2026-11-19', 'updated', 200, 250.5],
      ['2026-11-20', 'deleted', 300, undefined],
      ['2026-11-21', 'inserted', undefined, 400],
    ]);
    expect(shown.days[0]?.upstream?.grab?.orders).toBeNull();
    expect(await held()).toEqual(before);
    expect((await app.get<{ running: boolean }>('/sync/status')).body.running).toBe(false);
  });

  it('matches what the exact copy then does', async () => {
    const { counts } = await preview();
    const { inserted, updated, unchanged, deleted, quarantined } = (await copy({ exact: true })).counts;
    expect({ inserted, updated, unchanged, deleted, quarantined }).toEqual(counts);
    expect((await preview()).days).toEqual([]);
  });

  it('keeps the days of quarantined rows, as the copy does', async () => {
    upstream.serve(NAME, [row('2026-11-18', '100.00'), row('2026-11-19', 'much'), row('2026-11-20', '300.00')]);
    const { counts, days } = await preview();
    expect([counts, days]).toEqual([{ inserted: 0, updated: 0, unchanged: 2, deleted: 0, quarantined: 1 }, []]);
  });

  it('shows that an empty response would remove everything', async () => {
    upstream.serve(NAME, []);
    const { refused, counts } = await preview();
    expect([refused, counts.deleted]).toEqual([false, 3]);
  });

  it('reports that a response about other days would not be applied', async () => {
    const foreign = json(200, { data: [row('2020-01-01', '1.00')] });
    upstream.next(NAME, foreign, foreign);
    const { refused, counts, days } = await preview();
    expect([refused, counts.unchanged, counts.deleted, days]).toEqual([true, 3, 0, []]);
    expect((await copy({ exact: true })).items.suspicious_empty).toBe(1);
  });

  it.each([
    ['fewer rows than it announces', { records_count: 7, data: [row('2026-11-18', '100.00')] }],
    [
      'a shorter period than the window',
      { period: '2026-11-18 to 2026-11-18', records_count: 1, data: [row('2026-11-18', '100.00')] },
    ],
  ])('fails, and so does the copy, for a response with %s', async (_, body) => {
    upstream.next(NAME, json(200, body), json(200, body));
    const before = await held();
    const response = await app.post<{ message: string }>('/sync/preview', { clientId: id, ...WEEK });
    expect([response.status, response.body.message]).toEqual([503, expect.stringContaining('contradicts itself')]);
    expect(await copy({ exact: true })).toMatchObject({
      status: 'failed',
      items: { failed: 1 },
      counts: { deleted: 0 },
    });
    expect(await held()).toEqual(before);
  });

  it('explains why upstream gave no response', async () => {
    const other = await app.addClient('Nobody upstream');
    const response = await app.post<{ message: string }>('/sync/preview', { clientId: other, ...WEEK });
    expect([response.status, response.body.message]).toEqual([
      503,
      expect.stringContaining('does not know this restaurant'),
    ]);
  });

  it.each([
    [{}, 'daysBack'],
    [{ daysBack: 0 }, 'daysBack'],
    [{ from: '2026-11-20' }, 'to'],
    [{ from: '2026-11-21', to: '2026-11-20' }, 'to'],
    [{ from: '2026-11-20', to: '2026-11-22' }, 'to'],
  ])('rejects %j and names %s', async (request, path) => {
    const response = await app.post<{ details: object[] }>('/sync/preview', { clientId: id, ...request });
    expect([response.status, response.body.details[0]]).toMatchObject([400, { path }]);
  });
});

describe('a day that upstream writes as midnight of its own zone', () => {
  it('is that day here, although the business has another zone', async () => {
    upstream.next(
      NAME,
      json(200, { data: [row('2026-11-19T16:00:00.000Z', '1.00'), row('2026-11-20T16:00:00Z', '2.00')] }),
    );
    await copy({ exact: true });
    expect(await held()).toMatchObject([
      { stat_date: '2026-11-20', grab_sales: 100 },
      { stat_date: '2026-11-21', grab_sales: 200 },
    ]);
  });
});

describe('the panel of a business in another zone', () => {
  it.each([
    ['en', 'Created (Asia/Jakarta)', 'Bali'],
    ['ru', 'Создано (Asia/Jakarta)', 'Бали'],
  ])('names that zone at its times: %s', async (language, label, bali) => {
    const { text } = await admin.get('/admin/resources/clients', { 'accept-language': language });
    expect(text).toContain(label);
    expect(text).not.toContain(bali);
  });
});

describe('a suspicious empty response', () => {
  const suspicious = async () => {
    upstream.serve(NAME, []);
    const run = await copy();
    const { body } = await app.get<{ items: ItemDto[] }>(`/sync/runs/${run.id}/items`);
    expect(body.items).toMatchObject([{ status: 'suspicious_empty' }]);
    return `/sync/runs/${run.id}/items/${body.items[0]?.id}/accept-empty`;
  };

  it('is accepted by an admin: the days are removed, and the audit log names the admin', async () => {
    const accept = await suspicious();
    expect(await held()).toHaveLength(3);
    const ended = app.nextRunEnd();
    const { status, body } = await app.post<{ id: number; created: boolean }>(accept);
    expect([status, body.created]).toEqual([202, true]);
    expect(await ended).toMatchObject({ id: body.id, exact: true, status: 'completed', counts: { deleted: 3 } });
    expect(await held()).toEqual([]);
    expect(
      await app.rows("SELECT actor FROM audit_log WHERE action = 'sync.start' AND target_id = ?", [body.id]),
    ).toEqual([{ actor: 'token:test admin' }]);
  });

  it('is accepted only for a client that has one', async () => {
    const accept = await suspicious();
    const done = (await copy({ from: '2026-11-01', to: '2026-11-02' })).id;
    const { body } = await app.get(`/sync/runs/${done}/items`);
    expect((await app.post(`/sync/runs/${done}/items/${body.items[0]?.id}/accept-empty`)).status).toBe(409);
    expect((await app.post(accept.replace(/\d+\/accept/, '99999/accept'))).status).toBe(404);
  });
});

describe('upstream name suggestions', () => {
  const matches = async () => (await app.get(`/clients/${id}/upstream-matches`)).body;

  it('list the most similar names first, with their present owners, and map nothing', async () => {
    const taken = await app.addClient('Taken', { upstreamName: 'Warung Bu Koman' });
    upstream.list([
      { id: 7, name: 'warung bu komang & sohne', grab_token: 'secret' },
      { id: 8, name: 'Warung Bu Koman' },
      { id: 9, name: 'Sate Plecing' },
    ]);
    const found = await matches();
    expect(found).toMatchObject({ known: false, listed: 3 });
    expect(found.items).toEqual([
      { name: 'warung bu komang & sohne', upstreamId: '7', likeness: 1, takenBy: null },
      { name: 'Warung Bu Koman', upstreamId: '8', likeness: 0.8, takenBy: { id: taken, name: 'Taken' } },
    ]);
    expect(JSON.stringify(found)).not.toContain('secret');
    expect((await app.get(`/clients/${id}`)).body.upstreamName).toBe(NAME);
  });

  it('are empty when upstream lists the exact name', async () => {
    upstream.list([{ id: 7, name: NAME }]);
    expect(await matches()).toMatchObject({ known: true, listed: 1, items: [] });
  });
});
