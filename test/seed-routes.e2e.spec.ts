import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CollectionState, StartedCollection } from '../src/collection/collection.service.js';
import type { StartedRun } from '../src/sync/sync.service.js';
import type { RunView } from '../src/sync/run-view.js';
import { json, ScriptedUpstream, wireRow } from './support/scripted-upstream.js';
import { TestClock, TestServer } from './support/test-server.js';
import { Visitor } from './support/visitor.js';

/** 22 November 2026, 14:00 in Bali: yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'accept-language': 'en' };

let upstream: ScriptedUpstream;
let app: TestServer;

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  upstream.serve('Warung', [wireRow('2026-11-21')]);
  upstream.route('POST /api/v1/triggerCollection', json(200, { success: true, restaurants_updated: 1 }));
  const env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_ON_START: 'off' };
  app = await TestServer.start({ env, clock: TestClock.at(NOW) });
  await app.addClient('Warung');
});

afterEach(async () => {
  await app.stop();
  await upstream.close();
});

/** Sends a form with a token, as a script does. */
async function form(path: string, fields: Record<string, string>) {
  const response = await fetch(`${app.server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token('admin')}` },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

describe('the three routes of the seed, called by a script', () => {
  it.each([
    ['JSON', () => app.request<StartedRun>('POST', '/admin/sync_stats', { role: 'admin', body: { days_back: 3 } })],
    [
      'JSON text',
      () => app.request<StartedRun>('POST', '/admin/sync_stats', { role: 'admin', body: { days_back: '3' } }),
    ],
    ['a form', () => form('/admin/sync_stats', { days_back: '3' })],
  ])('start a run of so many days from %s', async (_, send) => {
    const ended = app.runEnds();
    const { status, body } = await send();
    expect({ status, body }).toEqual({ status: 202, body: { id: 1, created: true } });
    expect(await ended).toMatchObject({ window: { from: '2026-11-19', to: '2026-11-21' }, trigger: 'manual' });
  });

  it('start an ordinary run without days, or with an empty field', async () => {
    for (const fields of [{}, { days_back: '' }] as Record<string, string>[]) {
      const ended = app.runEnds();
      expect((await form('/admin/sync_stats', fields)).status).toBe(202);
      expect((await ended).kind).toBe('incremental');
    }
  });

  it.each(['0', '1101', '1e9', '-1', 'abc', '2.5'])('refuse %s days', async (days) => {
    const { status, body } = await form('/admin/sync_stats', { days_back: days });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { details: [{ path: 'days_back', message: 'must be a whole number from 1 to 1100' }] },
    });
  });

  it('collect, and copy only when asked', async () => {
    let ended = app.collectionEnds();
    expect(await form('/admin/collect_data', {})).toEqual({ status: 202, body: { id: 1, created: true } });
    expect(await ended).toMatchObject({ thenSync: false, dataMoved: null });
    ended = app.collectionEnds();
    await app.request<StartedCollection>('POST', '/admin/collect_data', { role: 'admin', body: { then_sync: true } });
    expect(await ended).toMatchObject({ thenSync: true, dataMoved: true });
  });

  it('say where the sync stands', async () => {
    const { body } = await app.request('GET', '/admin/sync_status', { role: 'monitor' });
    expect(body).toEqual((await app.get('/sync/status')).body);
  });
});

describe('the three routes of the seed, called by a browser', () => {
  let visitor: Visitor;

  beforeEach(async () => {
    visitor = new Visitor(app, BROWSER);
    expect((await visitor.get('/admin/sync_status')).location).toMatch(/^\/admin\/login\?next=/);
    await visitor.login('admin@example.com', 'a good password');
  });

  it('start a run and lead to a page that says so', async () => {
    const held = upstream.hold();
    const ended = app.runEnds();
    const { status, location } = await visitor.post('/admin/sync_stats', { days_back: '30' });
    expect({ status, location }).toEqual({ status: 303, location: '/admin/sync_status?notice=sync_started' });
    const page = await visitor.get(location ?? '');
    expect(page.text).toContain('The sync has started.');
    expect(page.text).toContain('0/1 (0%)');
    const again = await visitor.post('/admin/sync_stats', { days_back: '30' });
    expect((await visitor.get(again.location ?? '')).text).toContain('no second one was started');
    held.letGo();
    expect(await ended).toMatchObject({ actor: 'admin@example.com' } satisfies Partial<RunView>);
  });

  it('collect, then copy by themselves', async () => {
    const ended = app.collectionEnds();
    const { location } = await visitor.post('/admin/collect_data');
    expect((await visitor.get(location ?? '')).text).toContain('asked to collect');
    expect(await ended).toMatchObject({ thenSync: true, dataMoved: true });
    expect((await app.get<CollectionState>('/collection/status')).body.supported).toBe(true);
  });

  it('do nothing for a form of another site, and tell problems as a page', async () => {
    const foreign = await visitor.post('/admin/collect_data', {}, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    const bad = await visitor.post('/admin/sync_stats', { days_back: '0' });
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect((await visitor.get('/admin/sync_status?notice=%3Cscript%3E')).text).not.toContain('<script>');
    expect((await app.get<{ total: number }>('/sync/runs')).body.total).toBe(0);
  });
});
