import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { OperationalError } from '../errors.js';
import type { CheckedCopy } from './copy-replica.js';

/** The built thread; the same from src/ and from dist/. */
const THREAD = fileURLToPath(new URL('../../dist/backup/backup-thread.js', import.meta.url));

export interface CopyOrder {
  readonly from: string;
  readonly to: string;
}

export type ThreadAnswer =
  { readonly copy: CheckedCopy } | { readonly refused: { readonly code: string; readonly message: string } };

/**
 * As `copyChecked`, without keeping this process from anything else. `signal` breaks it off; what is in `to` is then of no use.
 * @throws OperationalError
 */
export function copyInThread(order: CopyOrder, signal: AbortSignal): Promise<CheckedCopy> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const thread = new Worker(THREAD, { workerData: order, name: 'backup' });
    let answer: ThreadAnswer | null = null;
    const stop = () => void thread.terminate();
    signal.addEventListener('abort', stop);
    thread.on('message', (message: ThreadAnswer) => (answer = message));
    thread.on('error', reject);
    // Only now has it let go of its files.
    thread.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (!answer) reject(new OperationalError('cancelled', 'Stopped before the copy was whole.'));
      else if ('copy' in answer) resolve(answer.copy);
      else reject(new OperationalError(answer.refused.code, answer.refused.message));
    });
  });
}
