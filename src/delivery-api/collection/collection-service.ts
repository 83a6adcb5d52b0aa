import { spawn } from 'node:child_process';
import { CollectionState, isAlive, listMarkedProcesses, MARK, type Lock, type Result } from './state.js';
import { ApiError } from '../api-error.js';
import type { Settings } from '../environment.js';

/** A script whose runner died has no other limit. */
const MAX_AGE_MS = 15 * 60_000;
/** The outcomes of which it is known whether they succeeded. Of the others nobody knows. */
const SUCCESS: Readonly<Record<Result['outcome'], boolean | null>> = {
  succeeded: true,
  unchanged: null,
  unread: null,
  failed: false,
  timed_out: false,
  unknown: null,
};

/** Starts collections and reports on them. Files decide, so a restarted API knows what its predecessor started. */
export class CollectionService {
  private readonly state: CollectionState;
  /** The lock whose runner this process is about to start. */
  private starting: string | null = null;

  constructor(
    private readonly settings: Pick<Settings, 'collect'>,
    private readonly environment: Readonly<Record<string, string | undefined>>,
    /** The file of this program, which the runner is started from. */
    private readonly program: string,
  ) {
    this.state = new CollectionState(settings.collect.stateDir);
    // A server that cannot collect may run where nothing can be written.
    if (settings.collect.command) this.state.prepare();
  }

  /** Starts a collection and returns at once. @throws ApiError 404 when this server cannot collect. */
  trigger(): { status: number; body: object } {
    if (!this.settings.collect.command) throw new ApiError(404, 'Cannot POST /api/v1/triggerCollection');
    const running = this.settle();
    if (running) return { status: 409, body: alreadyRunning(running.startedAt) };
    const lock = this.state.acquire(new Date().toISOString());
    if (!lock) return { status: 409, body: alreadyRunning(null) };
    this.starting = lock.id;
    try {
      this.startRunner(lock);
    } finally {
      this.starting = null;
    }
    const message = 'The collection has started';
    return { status: 200, body: { success: true, message, started_at: lock.startedAt } };
  }

  /** Returns whether a collection runs and how the last one ended. @throws ApiError 404 when this server cannot collect. */
  status(): object {
    if (!this.settings.collect.command) throw new ApiError(404, 'Cannot GET /api/v1/collectionStatus');
    const running = this.settle();
    const result = this.state.readResult();
    return {
      isRunning: running !== null,
      lastRun: running?.startedAt ?? result?.startedAt ?? null,
      lastResult: result && {
        success: SUCCESS[result.outcome],
        error: result.outcome === 'succeeded' ? null : result.outcome,
        completed_at: result.completedAt,
        restaurants_updated: result.restaurantsUpdated,
      },
    };
  }

  private startRunner({ id }: Lock): void {
    const child = spawn(process.execPath, [this.program, 'run-collection', id], {
      env: { ...this.environment, [MARK]: id },
      detached: true,
      stdio: 'ignore',
    });
    child.once('error', () => this.state.release(id));
    child.once('exit', () => this.settle());
    child.unref();
  }

  /**
   * Returns the collection that is running. Ends one whose runner died: its script, which nobody watches any more, goes on until
   * it ends or is 15 minutes old, and its outcome is unknown.
   */
  private settle(): Lock | null {
    const lock = this.state.readLock();
    if (!lock) return null;
    const marked = listMarkedProcesses(lock.id);
    const isOld = Date.now() - Date.parse(lock.startedAt) > MAX_AGE_MS + 60_000;
    if (marked.length > 0) {
      // A runner that has stored its result removes the lock itself. Two processes never remove one lock.
      if (isOld) for (const pid of marked) kill(pid);
      return lock;
    }
    if (this.state.readResult()?.id === lock.id) {
      // The runner was killed after it had stored its result. Nothing of its script is left.
      this.state.release(lock.id);
      return null;
    }
    // Between the lock and the runner no process is marked.
    const isStarting = this.starting === lock.id || (lock.starterPid !== process.pid && isAlive(lock.starterPid));
    if (isStarting && !isOld) return lock;
    // The runner may have ended since the result was looked for.
    if (this.state.readResult()?.id !== lock.id && this.state.readLock()?.id === lock.id) {
      const { id, startedAt } = lock;
      const completedAt = new Date().toISOString();
      this.state.finish({ id, startedAt, completedAt, outcome: 'unknown', restaurantsUpdated: null });
    }
    return null;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function alreadyRunning(startedAt: string | null): object {
  return { success: false, error: 'A collection is running already', started_at: startedAt };
}
