import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Gives each long step a turn of the event loop to itself. Answers that arrive together would otherwise be parsed, checked and
 * committed in one go, and everybody else would wait for all of them.
 */
export class Turns {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `step` when the steps before it are done and others had their turn. */
  take<T>(step: () => T | Promise<T>): Promise<T> {
    const result = this.tail.then(() => nextTurn()).then(step);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
