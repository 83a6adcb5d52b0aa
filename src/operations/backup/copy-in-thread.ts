import { Worker } from 'node:worker_threads';
import type { CheckedCopy } from './copy-replica.js';
import { OperationalError } from '../../domain/index.js';

/** The built form of `backup-thread.ts`, relative to the build folder. */
const THREAD_SCRIPT = 'operations/backup/backup-thread.js';

/** What the thread copies, both as file paths. */
export interface CopyRequest {
  readonly from: string;
  readonly to: string;
}

/** The only message of the thread: the copy it made, or the code and message of an `OperationalError`. */
export type CopyResult =
  { readonly copy: CheckedCopy } | { readonly error: { readonly code: string; readonly message: string } };

/**
 * Runs `copyAndVerify` in a thread of its own, so that this process goes on serving. An abort of `signal` ends the thread; the
 * file `to` is incomplete then.
 * @throws OperationalError when the copy is damaged, the disk fails or `signal` is aborted.
 */
export function copyInThread(buildFolder: URL, request: CopyRequest, signal: AbortSignal): Promise<CheckedCopy> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const thread = new Worker(new URL(THREAD_SCRIPT, buildFolder), { workerData: request, name: 'backup' });
    let result: CopyResult | null = null;
    const stop = () => void thread.terminate();
    signal.addEventListener('abort', stop);
    thread.on('message', (message: CopyResult) => (result = message));
    thread.on('error', reject);
    // The thread holds its files open until it exits.
    thread.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (!result) reject(new OperationalError('cancelled', 'Stopped before the copy was complete.'));
      else if ('copy' in result) resolve(result.copy);
      else reject(new OperationalError(result.error.code, result.error.message));
    });
  });
}
