import { setImmediate as nextLoopTurn } from 'node:timers/promises';

/**
 * Starts each long step in a turn of the event loop of its own. Responses that arrive together would otherwise be parsed,
 * validated and committed in one go, and all other requests would wait for them.
 */
export class YieldingExecutor {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `step` after the synchronous parts of all earlier steps, in a later turn of the event loop. */
  run<T>(step: () => T | Promise<T>): Promise<T> {
    this.tail = this.tail.then(() => nextLoopTurn());
    return this.tail.then(step);
  }
}
