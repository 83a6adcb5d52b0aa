import { parentPort, workerData } from 'node:worker_threads';
import { OperationalError } from '../errors.js';
import { copyChecked } from './copy-replica.js';
import type { CopyOrder, ThreadAnswer } from './copy-in-thread.js';

// The whole of a thread, since reading a big copy again would keep its process from answering anybody.
const { from, to } = workerData as CopyOrder;
parentPort?.postMessage(await copied());

async function copied(): Promise<ThreadAnswer> {
  try {
    return { copy: await copyChecked(from, to) };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}
