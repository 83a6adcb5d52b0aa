import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { BUILD_FOLDER } from '../support/build-folder.js';
import type { SyncStatus } from '../../src/sync/api/sync-status.dto.js';
import { restaurantNames } from '../../src/demo/figures/names.js';
import { createTestApp, TestClock } from '../support/create-test-app.js';
import { COLLECTED, NOW, pushBody, pushedRow } from '../support/ingest-fixture.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';

const COLLECTOR = fileURLToPath(new URL('demo/collector.js', BUILD_FOLDER));

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

it('the demo collector pushes, and says which restaurants were not applied and why a push was refused', async () => {
  const pushed = await createTestApp({ env: { DELIVERY_STATS_SOURCE: 'push' } });
  try {
    const [known = '', ...unknown] = restaurantNames(3);
    await pushed.addClient(known);
    const collect = (token: string) => {
      const args = ['--url', pushed.server.url, '--token', token, '--restaurants', '3', '--days', '30'];
      return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
        const child = execFile(process.execPath, [COLLECTOR, ...args], (_, stdout, stderr) =>
          resolve({ code: child.exitCode, stdout, stderr }),
        );
      });
    };
    const { stdout, ...ended } = await collect(await pushed.token('collector'));
    expect(ended).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      status: 207,
      notApplied: unknown.map((restaurantName) => ({ restaurantName, status: 'unknown' })),
    });
    expect(await collect('wrong')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('status 401'),
    });
  } finally {
    await pushed.stop();
  }
});
