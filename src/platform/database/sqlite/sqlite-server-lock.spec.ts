import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startScript, type Child } from '../../../../test/support/child.js';
import { temporaryFolder } from '../../../../test/support/test-replica.js';
import { SqliteServerLock } from './sqlite-server-lock.js';
import { OperationalError } from '../../../domain/index.js';

/** Takes the lock, says so, and keeps it until it is killed. */
const HOLD = `
  import { SqliteServerLock } from './dist/platform/database/sqlite/sqlite-server-lock.js';
  globalThis.lock = SqliteServerLock.acquire(process.argv[1]);
  console.log('held');
  process.stdin.resume();`;

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let holder: Child | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'replica.sqlite');
});

afterEach(() => {
  holder?.process.kill('SIGKILL');
  folder.discard();
});

describe('the lock of a server', () => {
  it('rejects a second server with a remedy, and frees the file on release', () => {
    const lock = SqliteServerLock.acquire(file);
    try {
      expect(SqliteServerLock.isHeld(file)).toBe(true);
      const message = `Another server already runs on ${file}. Stop it first, or set DATABASE_URL to another file.`;
      expect(() => SqliteServerLock.acquire(file)).toThrow(new OperationalError('second_server', message));
      const other = SqliteServerLock.acquire(join(folder.path, 'other.sqlite'));
      other.release();
    } finally {
      lock.release();
    }
    expect(SqliteServerLock.isHeld(file)).toBe(false);
    SqliteServerLock.acquire(file).release();
  });

  it('is freed by the kernel when its holder is killed', async () => {
    holder = startScript(HOLD, file);
    await holder.line((line) => line === 'held' || undefined);
    expect(SqliteServerLock.isHeld(file)).toBe(true);
    holder.process.kill('SIGKILL');
    await holder.exited;
    expect(SqliteServerLock.isHeld(file)).toBe(false);
    SqliteServerLock.acquire(file).release();
  });

  it('does not exist before the first server, and a check does not create it', () => {
    expect(SqliteServerLock.isHeld(file)).toBe(false);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});
