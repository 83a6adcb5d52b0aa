import { setImmediate as nextTurn } from 'node:timers/promises';

/** About a millisecond's work. */
const ROWS_A_TURN = 60;

/**
 * The rows in small batches, with a turn of the event loop before each; throws when `signal` aborts. The demo runs inside
 * the product's process, so all answers that are being made share one batch a turn.
 */
export async function* turns<T>(rows: Iterable<T>, signal: AbortSignal): AsyncGenerator<T[]> {
  let some: T[] = [];
  await myTurn(signal);
  for (const row of rows) {
    if (some.push(row) < ROWS_A_TURN) continue;
    yield some;
    some = [];
    await myTurn(signal);
  }
  if (some.length > 0) yield some;
}

let queue: Promise<void> = Promise.resolve();

async function myTurn(signal: AbortSignal): Promise<void> {
  queue = queue.then(() => nextTurn());
  await queue;
  signal.throwIfAborted();
}
