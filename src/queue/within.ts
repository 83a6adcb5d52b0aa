import { setTimeout as delay } from 'node:timers/promises';

/** The promise's result, if it comes in time. @throws Error after `ms` milliseconds. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = delay(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => undefined);
    promise.catch(() => undefined);
    over.abort();
  }
}
