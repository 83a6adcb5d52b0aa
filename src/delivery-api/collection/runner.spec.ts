import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runCollection } from './runner.js';
import { CollectionState, listMarkedProcesses } from './state.js';
import { temporaryFolder } from '../../../test/support/test-replica.js';
import { MysqlPool, MysqlReader } from '../../upstream/mysql/index.js';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder.discard());

/** A reader of a database that does not respond: how the rows changed stays unknown. */
function unreachableReader(): MysqlReader {
  const tables = { database: 'delivery', table: 'looker_studio_summary', restaurants: 'restaurants' };
  const server = { host: '127.0.0.1', port: 1, user: 'reader', password: 'word', tls: false };
  return new MysqlReader(
    new MysqlPool({ settings: { ...server, ...tables }, timeoutMs: 1_000, timeZone: 'Asia/Makassar' }),
    tables,
  );
}

it.each([
  ['asked to end', 'sleep 600 & sleep 600'],
  ['killed when it does not listen', `trap '' TERM; sleep 600 & while :; do sleep 600; done`],
])('a script that takes too long is %s, with everything that it started', async (_, script) => {
  const state = new CollectionState(folder.path);
  const lock = state.acquire('2026-11-22T00:30:00.000Z');
  const collect = { command: ['sh', '-c', script], cwd: undefined, stateDir: folder.path };
  const limits = { maxMs: 300, killAfterMs: 300 };
  await runCollection(lock!.id, { collect }, unreachableReader(), { PATH: '/usr/bin:/bin' }, limits);
  expect(state.readResult()).toMatchObject({ id: lock!.id, outcome: 'timed_out', restaurantsUpdated: null });
  expect(state.readLock()).toBeNull();
  // A killed process is gone a moment later.
  const giveUp = performance.now() + 5_000;
  while (listMarkedProcesses(lock!.id).length > 0) {
    expect(performance.now()).toBeLessThan(giveUp);
    await nextTurn();
  }
});

it('the log of a script is for its owner only, and has its first megabyte', async () => {
  const state = new CollectionState(folder.path);
  const lock = state.acquire('2026-11-22T00:30:00.000Z');
  const collect = { command: ['head', '-c', '3000000', '/dev/zero'], cwd: undefined, stateDir: folder.path };
  await runCollection(lock!.id, { collect }, unreachableReader(), { PATH: '/usr/bin:/bin' });
  const { size, mode } = statSync(state.logFile);
  expect([size, mode & 0o777]).toEqual([1_000_000, 0o600]);
  expect(state.readResult()).toMatchObject({ outcome: 'unread' });
});
