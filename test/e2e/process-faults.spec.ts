import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { sqliteHandle } from '../../src/platform/database/sqlite/sqlite-database.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { StartedRun } from '../../src/sync/planning/sync.service.js';
import { CLIENTS, CrashHarness, DAYS, haveSameDays } from '../recovery/crash-harness.js';
import type { Child } from '../support/child.js';
import { createTestApp, TestClock } from '../support/create-test-app.js';

interface Health {
  status: string;
  details: Record<string, { status: string; code?: string; message?: string }>;
}

describe('a process under faults of its machine', () => {
  let harness: CrashHarness;
  let children: Child[];

  beforeEach(async () => {
    children = [];
    harness = await CrashHarness.create((limit) => Math.floor(Math.random() * limit));
  });

  afterEach(async () => {
    for (const { process: child } of children) child.kill('SIGKILL');
    await harness.close();
  });

  async function start() {
    const started = await harness.start();
    children.push(started.child);
    return started;
  }

  /** Stops it at a moment when it is not writing: the lock of a frozen writer is nobody's to take. */
  async function freeze({ process: child }: Child): Promise<void> {
    const db = new Sqlite(harness.file, { timeout: 0 });
    for (;;) {
      child.kill('SIGSTOP');
      while (!readFileSync(`/proc/${child.pid}/stat`, 'utf8').includes(') T ')) await turn();
      try {
        db.exec('BEGIN IMMEDIATE; ROLLBACK');
        db.close();
        return;
      } catch {
        child.kill('SIGCONT');
        await turn();
      }
    }
  }

  function everyCellNew(): void {
    for (const [index, held] of harness.readReplica())
      expect(haveSameDays(held, harness.expectedDays(index, harness.version))).toBe(true);
  }

  it('releases its items at SIGTERM, exits 0, and resumes the run under the same id', async () => {
    const first = await start();
    const { body } = await harness.call<StartedRun>(first.url, 'POST', '/sync', { full: true });
    await harness.waitForCallsOrEnd(first.url, body.id, 3);
    first.child.process.kill('SIGTERM');
    expect(await first.child.exited).toBe(0);
    const db = new Sqlite(harness.file, { readonly: true });
    expect(db.prepare("SELECT count(*) FROM sync_item WHERE status = 'running'").pluck().get()).toBe(0);
    db.close();
    const second = await start();
    const run = await harness.waitForCallsOrEnd(second.url, body.id, Infinity);
    expect(run).toMatchObject({ status: 'completed', items: { done: CLIENTS }, counts: { inserted: CLIENTS * DAYS } });
    everyCellNew();
  });

  it('rejects the late commit of a worker that was frozen past its lease', async () => {
    const frozen = await start();
    const hold = harness.holdResponses();
    const { body } = await harness.call<StartedRun>(frozen.url, 'POST', '/sync', { full: true });
    await harness.waitForCallsOrEnd(frozen.url, body.id, 8);
    await freeze(frozen.child);
    hold.release();

    // The clock of another worker is a minute ahead, so that worker finds the leases expired.
    const clock = TestClock.at(new Date(Date.now() + 60_000).toISOString());
    const other = await harness.worker(clock);
    expect(await other.runEnds).toMatchObject({ id: body.id, status: 'completed', items: { done: CLIENTS } });
    await other.close();

    // Thawed, it finds that its claims are gone, or has its commits refused; it answers only after what was due before.
    frozen.child.process.kill('SIGCONT');
    const { body: run } = await harness.call<RunDto>(frozen.url, 'GET', `/sync/runs/${body.id}`);
    frozen.child.process.kill('SIGTERM');
    expect(await frozen.child.exited).toBe(0);
    expect(run).toMatchObject({ status: 'completed', counts: { inserted: CLIENTS * DAYS, updated: 0, unchanged: 0 } });
    everyCellNew();
    const db = new Sqlite(harness.file, { readonly: true });
    expect(db.prepare('SELECT sum(inserted), sum(updated), sum(unchanged) FROM sync_item').raw().get()).toEqual([
      CLIENTS * DAYS,
      0,
      0,
    ]);
    db.close();
  });

  it('stops the run when the file becomes read-only, reports why, still reads, and recovers', async () => {
    const app = await createTestApp({ folder: harness.folder, env: harness.environment() });
    try {
      await app.sync({ full: true });
      const before = harness.readReplica();
      harness.version++;
      const hold = harness.holdResponses();
      const { body } = await app.post('/sync', { full: true });
      await harness.waitForHeldResponses(8);
      const readOnly = (value: 0 | 1) =>
        app.database.read((tx) => Promise.resolve(sqliteHandle(tx).pragma(`query_only = ${value}`)));
      await readOnly(1);
      hold.release();
      const health = async () => {
        const response = await fetch(`${app.server.url}/health`, {
          headers: { authorization: `Bearer ${await app.token('admin')}` },
        });
        return { status: response.status, body: (await response.json()) as Health };
      };
      let seen = await health();
      while (seen.body.details.replica?.status === 'up') seen = await health();
      expect(seen).toMatchObject({
        status: 200,
        body: { status: 'degraded', details: { replica: { status: 'degraded', code: 'database_read_only' } } },
      });
      expect((await app.get('/clients/leaderboard?from=2026-01-01&to=2026-02-01')).status).toBe(200);
      expect(await app.post('/clients', { name: 'one more' })).toMatchObject({ status: 503 });
      expect(
        [...harness.readReplica()].every(([index, held]) => haveSameDays(held, before.get(index) ?? new Map())),
      ).toBe(true);
      const ended = app.nextRunEnd();
      await readOnly(0);
      expect(await ended).toMatchObject({ id: body.id, status: 'failed', error: { code: 'database_read_only' } });
      expect(await app.sync({ full: true })).toMatchObject({ status: 'completed' });
      expect((await health()).body.details.replica?.status).toBe('up');
      everyCellNew();
    } finally {
      await app.stop();
    }
  });

  it('stops the run when the disk is full, reports why, still reads, and recovers', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', harness.folder]);
    try {
      await harness.prepare();
      const { child, url } = await start();
      const filler = join(harness.folder, 'filler');
      const { bavail, bsize } = statfsSync(harness.folder);
      writeFileSync(filler, Buffer.alloc((bavail - 48) * bsize));
      const { status, body } = await harness.call<StartedRun>(url, 'POST', '/sync', { full: true });
      expect(status).toBe(202);
      const health = async () => (await harness.health(url)) as Health;
      let seen = await health();
      while (seen.details.replica?.status === 'up') seen = await health();
      expect(seen).toMatchObject({ status: 'degraded', details: { replica: { code: 'disk_full' } } });
      expect((await harness.call(url, 'GET', '/clients/leaderboard?from=2026-01-01&to=2026-02-01')).status).toBe(200);
      rmSync(filler);
      const run = await harness.waitForCallsOrEnd(url, body.id, Infinity);
      expect(run.error).toMatchObject({ code: 'disk_full' });
      const again = await harness.call<StartedRun>(url, 'POST', '/sync', { full: true });
      expect(await harness.waitForCallsOrEnd(url, again.body.id, Infinity)).toMatchObject({ status: 'completed' });
      everyCellNew();
      child.process.kill('SIGTERM');
      expect(await child.exited).toBe(0);
    } finally {
      for (const { process: child, exited } of children) {
        child.kill('SIGKILL');
        await exited;
      }
      execFileSync('umount', ['-l', harness.folder]);
    }
  });
});
