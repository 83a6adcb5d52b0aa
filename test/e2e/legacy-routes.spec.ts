import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StartedCollection } from '../../src/collection/collection.service.js';
import type { StartedRun } from '../../src/sync/planning/sync.service.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { json, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'accept-language': 'en' };

let upstream: ScriptedUpstream;
let app: TestApp;

beforeEach(async () => {
  upstream = await ScriptedUpstream.start();
  upstream.serve('Warung', [upstreamRow('2026-11-21')]);
  upstream.route('POST /api/v1/triggerCollection', json(200, { success: true, restaurants_updated: 1 }));
  const env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_ON_START: 'off' };
  app = await createTestApp({ env, clock: TestClock.at(NOW) });
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

describe('the legacy routes, called by a script', () => {
  it.each([
    ['JSON', () => app.request<StartedRun>('POST', '/admin/sync_stats', { role: 'admin', body: { days_back: 3 } })],
    [
      'JSON text',
      () => app.request<StartedRun>('POST', '/admin/sync_stats', { role: 'admin', body: { days_back: '3' } }),
    ],
    ['a form', () => form('/admin/sync_stats', { days_back: '3' })],
  ])('start a run with the given number of days from %s', async (_, send) => {
    const ended = app.nextRunEnd();
    const { status, body } = await send();
    expect({ status, body }).toEqual({ status: 202, body: { id: 1, created: true } });
    expect(await ended).toMatchObject({ window: { from: '2026-11-19', to: '2026-11-21' }, trigger: 'manual' });
  });

  it('start an ordinary run without days, or with an empty field', async () => {
    for (const fields of [{}, { days_back: '' }] as Record<string, string>[]) {
      const ended = app.nextRunEnd();
      expect((await form('/admin/sync_stats', fields)).status).toBe(202);
      expect((await ended).kind).toBe('incremental');
    }
  });

  it.each(['0', '1101', '1e9', '-1', 'abc', '2.5'])('reject %s days', async (days) => {
    const { status, body } = await form('/admin/sync_stats', { days_back: days });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { details: [{ path: 'days_back', message: 'must be a whole number from 1 to 1100' }] },
    });
  });

  it('start a collection, and sync only on request', async () => {
    let ended = app.nextCollectionEnd();
    expect(await form('/admin/collect_data', {})).toEqual({ status: 202, body: { id: 1, created: true } });
    expect(await ended).toMatchObject({ thenSync: false, dataMoved: null });
    ended = app.nextCollectionEnd();
    await app.request<StartedCollection>('POST', '/admin/collect_data', { role: 'admin', body: { then_sync: true } });
    expect(await ended).toMatchObject({ thenSync: true, dataMoved: true });
  });

  it('report the state of the sync', async () => {
    const { body, headers } = await app.request('GET', '/admin/sync_status', { role: 'monitor' });
    expect(headers.get('deprecation')).toMatch(/^@\d+$/);
    expect(headers.get('link')).toBe('</api/v1/sync/status>; rel="successor-version"');
    expect(body).toEqual((await app.get('/sync/status')).body);
  });
});

describe('the legacy routes, called by a browser', () => {
  let client: HtmlClient;

  beforeEach(async () => {
    client = new HtmlClient(app, BROWSER);
    expect((await client.get('/admin/sync_status')).location).toMatch(/^\/admin\/login\?next=/);
    await client.login('admin@example.com', 'a good password');
  });

  it('start a run and redirect to a page that reports it', async () => {
    const held = upstream.hold();
    const ended = app.nextRunEnd();
    const { status, location } = await client.post('/admin/sync_stats', { days_back: '30' });
    expect({ status, location }).toEqual({ status: 303, location: '/admin/sync_status?notice=sync_started' });
    const page = await client.get(location ?? '');
    expect(page.text).toContain('The sync has started.');
    expect(page.text).toContain('0/1 (0%)');
    const again = await client.post('/admin/sync_stats', { days_back: '30' });
    expect((await client.get(again.location ?? '')).text).toContain('no second one was started');
    held.release();
    expect(await ended).toMatchObject({ actor: 'admin@example.com' } satisfies Partial<RunDto>);
  });

  it('start a collection, then sync automatically', async () => {
    const ended = app.nextCollectionEnd();
    const { location } = await client.post('/admin/collect_data');
    expect((await client.get(location ?? '')).text).toContain('asked to collect');
    expect(await ended).toMatchObject({ thenSync: true, dataMoved: true });
    expect((await app.get('/collection/status')).body.supported).toBe(true);
  });

  it('reject a form of another site, and show problems as a page', async () => {
    const foreign = await client.post('/admin/collect_data', {}, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    const bad = await client.post('/admin/sync_stats', { days_back: '0' });
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect((await client.get('/admin/sync_status?notice=%3Cscript%3E')).text).not.toContain('<script>');
    expect((await app.get('/sync/runs')).body.total).toBe(0);
  });
});
