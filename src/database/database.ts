import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import { OperationalError } from '../errors.js';
import { explained } from './database-errors.js';

/** What happens inside one transaction. It awaits nothing but the database; long work is cut into several units. */
export type UnitOfWork<T> = (tx: EntityManager) => Promise<T>;

export interface Durability {
  /** Not waited for until it is on the disk: a power cut may undo it, the end of a process never does. */
  readonly relaxed?: true;
}

/**
 * The only door to the replica, alike on every database: a unit of work, read or write, sees one consistent state, and writes
 * take turns, so what a write has looked at is still so when it writes.
 */
export abstract class Database {
  private readonly inside = new AsyncLocalStorage<true>();
  private failure: OperationalError | null = null;

  /**
   * Runs `work` in a transaction of its own, alone among the writes of all processes; a throw rolls all of it back.
   * @throws OperationalError when the disk failed, is full or can't be written, or the database does not answer.
   */
  abstract write<T>(work: UnitOfWork<T>): Promise<T>;

  /**
   * As {@link write}, but where the database can beside other units of this sort (never beside a {@link write}): for work on
   * an item that a lease keeps others away from.
   */
  abstract writeBeside<T>(work: UnitOfWork<T>, durability?: Durability): Promise<T>;

  /** Runs `work` on one snapshot of the replica, also when another process is writing. */
  abstract read<T>(work: UnitOfWork<T>): Promise<T>;

  /** Why the last write could not be kept (disk full, read-only); null when writing works as far as is known. */
  get fault(): OperationalError | null {
    return this.failure;
  }

  /** A write was kept: whatever was wrong is over. */
  protected mended(): void {
    this.failure = null;
  }

  /** Runs a unit, explains its error and remembers a lasting one. */
  protected async unit<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await this.inside.run(true, run);
    } catch (error) {
      const reason = explained(error);
      if (reason instanceof OperationalError && LASTING.has(reason.code)) this.failure = reason;
      throw reason;
    }
  }

  protected refuseNesting(): void {
    if (this.inside.getStore())
      throw new Error('A unit of work was started inside another one: it would wait for itself');
  }
}

/** Faults that last until somebody does something about the machine. */
const LASTING: ReadonlySet<string> = new Set(['disk_full', 'database_read_only', 'database_io']);
