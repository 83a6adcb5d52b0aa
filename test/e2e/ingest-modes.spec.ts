import { expect, it } from '@jest/globals';
import type { SyncStatus } from '../../src/sync/api/sync-status.dto.js';
import { createTestApp, TestClock } from '../support/create-test-app.js';
import { COLLECTED, NOW, pushBody, pushedRow } from '../support/ingest-fixture.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';

it('a server that pulls takes no push unless INGEST is on', async () => {
  const upstream = await ScriptedUpstream.start();
  const pulling = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url }, clock: TestClock.at(NOW) });
  try {
    const { status, body } = await pulling.call<{ message: string }>(
      'POST',
      '/ingest',
      pushBody({ rows: [{}] }),
      'collector',
    );
    expect([status, body.message]).toEqual([403, expect.stringContaining('INGEST=on')]);
    const legacy = await pulling.request('POST', '/api/collector/save_stats', { body: {}, role: 'collector' });
    expect(legacy.status).toBe(403);
  } finally {
    await pulling.stop();
    await upstream.close();
  }
});

it('a replica that copies nothing works with pushes alone', async () => {
  const pushed = await createTestApp({ env: { DELIVERY_STATS_SOURCE: 'push' }, clock: TestClock.at(NOW) });
  try {
    await pushed.post('/clients', { name: 'Pushed' });
    expect((await pushed.post('/sync', {})).status).toBe(409);
    const body = pushBody({ rows: [pushedRow('Pushed', '2026-11-21')] });
    expect((await pushed.call('POST', '/ingest', body, 'collector')).status).toBe(200);
    const { body: status } = await pushed.get<SyncStatus>('/sync/status');
    expect(status).toMatchObject({
      nextRunAt: null,
      activeRun: null,
      lastRun: { trigger: 'ingest', status: 'completed' },
      freshness: { state: 'fresh', firstCopy: null, syncedAt: COLLECTED, demo: false },
    });
    expect((await pushed.request('GET', '/health', { role: 'monitor' })).status).toBe(200);
  } finally {
    await pushed.stop();
  }
});
