import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExactPreview } from '../src/sync/exact-preview.service.js';
import type { ItemView } from '../src/sync/item-view.js';
import type { UpstreamMatches } from '../src/sync/upstream-matches.service.js';
import { json, ScriptedUpstream } from './support/scripted-upstream.js';
import { NOW } from './support/small-world.js';
import { TestClock, TestServer } from './support/test-server.js';

const WEEK = { from: '2026-11-15', to: '2026-11-21' };
const NAME = 'Warung `Bu Komang` & Söhne';

let app: TestServer;
let upstream: ScriptedUpstream;
let id: number;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await TestServer.start({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1' },
    clock: TestClock.at(NOW),
  });
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
const preview = async (request: object = WEEK) =>
  (await app.post<ExactPreview>('/sync/preview', { clientId: id, ...request })).body;
const held = () =>
  app.rows('SELECT stat_date, grab_sales, grab_orders FROM client_stat WHERE client_id = ? ORDER BY stat_date', [id]);

/** Three days are held; upstream then corrects one, takes one away and adds one. */
beforeEach(async () => {
  upstream.serve(NAME, [row('2026-11-18', '100.00'), row('2026-11-19', '200.00'), row('2026-11-20', '300.00')]);
  await copy({ exact: true });
  upstream.serve(NAME, [row('2026-11-18', '100.00'), row('2026-11-19', '250.50', null), row('2026-11-21', '400.00')]);
});

describe('the preview of an exact copy', () => {
  it('says day by day what would change, and changes nothing', async () => {
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

  it('is what the exact copy then does', async () => {
    const { counts } = await preview();
    const { inserted, updated, unchanged, deleted, quarantined } = (await copy({ exact: true })).counts;
    expect({ inserted, updated, unchanged, deleted, quarantined }).toEqual(counts);
    expect((await preview()).days).toEqual([]);
  });

  it('keeps the days of refused rows, as the copy does', async () => {
    upstream.serve(NAME, [row('2026-11-18', '100.00'), row('2026-11-19', 'much'), row('2026-11-20', '300.00')]);
    const { counts, days } = await preview();
    expect([counts, days]).toEqual([{ inserted: 0, updated: 0, unchanged: 2, deleted: 0, quarantined: 1 }, []]);
  });

  it('shows an empty answer for what it is: everything would go', async () => {
    upstream.serve(NAME, []);
    const { refused, counts } = await preview();
    expect([refused, counts.deleted]).toEqual([false, 3]);
  });

  it('says that an answer about other days only would not be taken', async () => {
    const foreign = json(200, { data: [row('2020-01-01', '1.00')] });
    upstream.next(NAME, foreign, foreign);
    const { refused, counts, days } = await preview();
    expect([refused, counts.unchanged, counts.deleted, days]).toEqual([true, 3, 0, []]);
    expect((await copy({ exact: true })).items.suspicious_empty).toBe(1);
  });

  it('says in words why upstream gave no answer', async () => {
    const other = await app.addClient('Nobody upstream');
    const answer = await app.post<{ message: string }>('/sync/preview', { clientId: other, ...WEEK });
    expect([answer.status, answer.body.message]).toEqual([
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
  ])('refuses %j, naming %s', async (request, path) => {
    const answer = await app.post<{ details: object[] }>('/sync/preview', { clientId: id, ...request });
    expect([answer.status, answer.body.details[0]]).toMatchObject([400, { path }]);
  });
});

describe('a suspicious empty answer', () => {
  const suspicious = async () => {
    upstream.serve(NAME, []);
    const run = await copy();
    const { body } = await app.get<{ items: ItemView[] }>(`/sync/runs/${run.id}/items`);
    expect(body.items).toMatchObject([{ status: 'suspicious_empty' }]);
    return `/sync/runs/${run.id}/items/${body.items[0]?.id}/accept-empty`;
  };

  it('is taken for the truth by an admin: the days go, and the log knows who said so', async () => {
    const accept = await suspicious();
    expect(await held()).toHaveLength(3);
    const ended = app.runEnds();
    const { status, body } = await app.post<{ id: number; created: boolean }>(accept);
    expect([status, body.created]).toEqual([202, true]);
    expect(await ended).toMatchObject({ id: body.id, exact: true, status: 'completed', counts: { deleted: 3 } });
    expect(await held()).toEqual([]);
    expect(
      await app.rows("SELECT actor FROM audit_log WHERE action = 'sync.start' AND target_id = ?", [body.id]),
    ).toEqual([{ actor: 'token:test admin' }]);
  });

  it('is accepted only where there is one', async () => {
    const accept = await suspicious();
    const done = (await copy({ from: '2026-11-01', to: '2026-11-02' })).id;
    const { body } = await app.get<{ items: ItemView[] }>(`/sync/runs/${done}/items`);
    expect((await app.post(`/sync/runs/${done}/items/${body.items[0]?.id}/accept-empty`)).status).toBe(409);
    expect((await app.post(accept.replace(/\d+\/accept/, '99999/accept'))).status).toBe(404);
  });
});

describe('names at upstream that may be a client’s', () => {
  const matches = async () => (await app.get<UpstreamMatches>(`/clients/${id}/upstream-matches`)).body;

  it('are suggested, the likest first, with who has them already; nothing is mapped', async () => {
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
    expect((await app.get<{ upstreamName: string }>(`/clients/${id}`)).body.upstreamName).toBe(NAME);
  });

  it('are none where the name is listed as it is', async () => {
    upstream.list([{ id: 7, name: NAME }]);
    expect(await matches()).toMatchObject({ known: true, listed: 1, items: [] });
  });
});
