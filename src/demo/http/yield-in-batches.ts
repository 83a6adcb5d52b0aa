import { setImmediate as nextTurn } from 'node:timers/promises';

/** The rows that take about one millisecond. */
const ROWS_PER_BATCH = 60;

/**
 * Yields the rows in small batches and waits for the next turn of the event loop before each. The demo can run inside the
 * product's process, so all open responses together create one batch in each turn.
 * @throws the reason of `signal` when it aborts.
 */
export async function* yieldInBatches<T>(rows: Iterable<T>, signal: AbortSignal): AsyncGenerator<T[]> {
  let batch: T[] = [];
  await waitForTurn(signal);
  for (const row of rows) {
    if (batch.push(row) < ROWS_PER_BATCH) continue;
    yield batch;
    batch = [];
    await waitForTurn(signal);
  }
  if (batch.length > 0) yield batch;
}

let queue: Promise<void> = Promise.resolve();

async function waitForTurn(signal: AbortSignal): Promise<void> {
  queue = queue.then(() => nextTurn());
  await queue;
  signal.throwIfAborted();
}
