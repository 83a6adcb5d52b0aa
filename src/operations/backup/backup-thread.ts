import { parentPort, workerData } from 'node:worker_threads';
import { copyAndVerify } from './copy-replica.js';
import type { CopyRequest, CopyResult } from './copy-in-thread.js';
import { OperationalError } from '../../domain/index.js';

// A worker thread runs this script, because the check of a large copy would block the event loop of the server.
const { from, to } = workerData as CopyRequest;
parentPort?.postMessage(await copy());

async function copy(): Promise<CopyResult> {
  try {
    return { copy: await copyAndVerify(from, to) };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}
