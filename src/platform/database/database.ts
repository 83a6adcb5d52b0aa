import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import { toOperationalError } from './database-errors.js';
import { OperationalError } from '../../domain/index.js';

/** Codes of faults that last until a person repairs the machine. */
export const LASTING_FAULT_CODES = ['disk_full', 'database_read_only', 'database_io'] as const;

/** A fault that lasts until a person repairs the machine. */
export type LastingFault = OperationalError & { readonly code: (typeof LASTING_FAULT_CODES)[number] };

/** The work of one transaction. It must await nothing but the database; cut long work into several units. */
export type UnitOfWork<T> = (tx: EntityManager) => Promise<T>;

/** How a unit of work is committed. */
export interface CommitOptions {
  /** False returns before the commit is on the disk: a power cut may undo it, the end of the process never does. True by default. */
  readonly synchronous?: boolean;
}

/**
 * The databases whose units of work the running code is inside. Node 20 and 22 copy every storage that was ever used to every new promise,
 * so the process has one storage, not one for each database that it opens.
 */
const OPEN_UNITS = new AsyncLocalStorage<readonly Database[]>();

/**
 * Runs every read and write of the replica as a unit of work, alike on SQLite and PostgreSQL. A unit sees one consistent state.
 * Writes of all processes run one after the other, so what a write has read still holds when it writes.
 */
export abstract class Database {
  private failure: LastingFault | null = null;

  /**
   * Runs `work` in its own transaction while no other write runs in any process; a throw rolls it back.
   * @throws OperationalError when the disk failed, is full or can't be written, or the database does not respond.
   */
  abstract write<T>(work: UnitOfWork<T>): Promise<T>;

  /**
   * As {@link write}, but units of this kind may run at the same time on PostgreSQL, never together with a {@link write}. Use it
   * for work on an item whose lease this process holds.
   * @throws OperationalError as {@link write}.
   */
  abstract writeShared<T>(work: UnitOfWork<T>, options?: CommitOptions): Promise<T>;

  /** Runs `work` on one snapshot of the replica, also while another process writes. */
  abstract read<T>(work: UnitOfWork<T>): Promise<T>;

  /**
   * Returns a text that is the same in two units of work of this process only when both see the same content: no process has committed
   * anything in between. It costs far less than reading what may have changed.
   */
  abstract readContentVersion(tx: EntityManager): Promise<string>;

  /** Why the last write failed, when the cause lasts (disk full, read-only); null when writing is known to work. */
  get fault(): LastingFault | null {
    return this.failure;
  }

  /** Clears {@link fault} after a write that was committed. */
  protected clearFault(): void {
    this.failure = null;
  }

  /** Runs a unit, translates its error to an OperationalError and keeps a lasting one as {@link fault}. */
  protected async runUnit<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await OPEN_UNITS.run([...(OPEN_UNITS.getStore() ?? []), this], run);
    } catch (error) {
      const reason = toOperationalError(error);
      if (isLasting(reason)) this.failure = reason;
      throw reason;
    }
  }

  /** @throws Error inside another unit of work, which would wait for itself. */
  protected assertNotNested(): void {
    if (OPEN_UNITS.getStore()?.includes(this))
      throw new Error('A unit of work was started inside another one: it would wait for itself');
  }
}

/** A database with a log file of its own that grows while a reader needs it. */
export interface TruncatesLog {
  /** Gives the disk space of a large log back, unless a reader still needs it. Waits for no reader. */
  truncateLog(): Promise<void>;
}

export function canTruncateLog(database: Database): database is Database & TruncatesLog {
  return 'truncateLog' in database;
}

function isLasting(error: unknown): error is LastingFault {
  return error instanceof OperationalError && LASTING_FAULT_CODES.some((code) => code === error.code);
}
