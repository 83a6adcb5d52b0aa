import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

/** The variable that marks the runner, the script and everything that the script starts. */
export const MARK = 'DELIVERY_API_COLLECTION';

/**
 * How a collection ended. `succeeded`: the script ended well and rows of the last days changed. `unchanged`: it ended well and
 * no row changed, which proves nothing. `unread`: it ended well and the rows could not be compared. `unknown`: the runner died.
 */
const OUTCOMES = ['succeeded', 'unchanged', 'unread', 'failed', 'timed_out', 'unknown'] as const;

const Lock = z.object({ id: z.string(), startedAt: z.string(), starterPid: z.number() });
const Result = z.object({
  id: z.string(),
  startedAt: z.string(),
  completedAt: z.string(),
  outcome: z.enum(OUTCOMES),
  restaurantsUpdated: z.number().nullable(),
});
/** A collection that is running. */
export type Lock = z.output<typeof Lock>;
/** The collection that ended last. */
export type Result = z.output<typeof Result>;

/** The files that outlive the API and the runner: `lock.json` while a collection runs, `result.json` of the last one. */
export class CollectionState {
  constructor(readonly folder: string) {}

  /** Creates the folder. @throws Error when it cannot be written. */
  prepare(): void {
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      accessSync(this.folder, constants.W_OK);
    } catch (error) {
      throw new Error(`COLLECT_STATE_DIR ${this.folder} cannot be written. Name a folder of this user.`, {
        cause: error,
      });
    }
  }

  get logFile(): string {
    return join(this.folder, 'collect.log');
  }

  /** Creates the lock of a new collection; returns null when there is one already. */
  acquire(startedAt: string): Lock | null {
    const lock: Lock = { id: randomUUID(), startedAt, starterPid: process.pid };
    const draft = this.writeDraft(lock);
    try {
      // A link is made whole or not at all, and never over an existing file.
      linkSync(draft, this.lockFile);
      return lock;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
      throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  readLock(): Lock | null {
    return this.read(this.lockFile, Lock);
  }

  readResult(): Result | null {
    return this.read(this.resultFile, Result);
  }

  /** Stores the result and then removes the lock. A crash in between leaves a lock whose id the result has. */
  finish(result: Result): void {
    renameSync(this.writeDraft(result), this.resultFile);
    this.release(result.id);
  }

  /** Removes the lock of this collection, unless another process has removed it. */
  release(id: string): void {
    if (this.readLock()?.id === id) rmSync(this.lockFile, { force: true });
  }

  private get lockFile(): string {
    return join(this.folder, 'lock.json');
  }

  private get resultFile(): string {
    return join(this.folder, 'result.json');
  }

  private writeDraft(content: object): string {
    const draft = join(this.folder, `draft-${randomUUID()}.json`);
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, JSON.stringify(content));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return draft;
  }

  private read<T>(path: string, schema: z.ZodType<T>): T | null {
    try {
      return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** Returns the processes that carry the mark of a collection: its runner, its script, and what the script started. */
export function listMarkedProcesses(id: string): number[] {
  const mark = `${MARK}=${id}`;
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'latin1');
      return environment.split('\0').includes(mark) && !isZombie(name) ? [Number(name)] : [];
    } catch {
      // The process has ended, or belongs to another user.
      return [];
    }
  });
}

function isZombie(pid: string): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/s, '').startsWith(' Z');
}

/** Returns whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
