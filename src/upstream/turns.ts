import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Begins each long step in a turn of the event loop of its own. Answers that arrive together would otherwise be parsed, checked
 * and committed in one go, and everybody else would wait for all of them.
 */
export class Turns {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `step` when the steps before it have begun, and what of them needs no waiting is done, and others had their turn. */
  take<T>(step: () => T | Promise<T>): Promise<T> {
    this.tail = this.tail.then(() => nextTurn());
    return this.tail.then(step);
  }
}
