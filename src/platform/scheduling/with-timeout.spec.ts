import { expect, it } from '@jest/globals';
import { withTimeout } from './with-timeout.js';

/** Work that never ends and does not listen to its signal. */
const endless = () => new Promise<never>(() => undefined);

it('returns what the work returns and aborts its signal then', async () => {
  let inner: AbortSignal | undefined;
  const result = await withTimeout(
    (signal) => {
      inner = signal;
      return Promise.resolve('done');
    },
    { ms: 60_000 },
  );
  expect(result).toBe('done');
  expect(inner?.aborted).toBe(true);
});

it('throws the error of the work', async () => {
  await expect(withTimeout(() => Promise.reject(new Error('broken')), { ms: 60_000 })).rejects.toThrow('broken');
});

it('throws the timeout error of the caller although the work does not listen', async () => {
  const timeoutError = () => new Error('too slow');
  await expect(withTimeout(endless, { ms: 1, timeoutError })).rejects.toThrow('too slow');
});

it('names the time limit when the caller has no timeout error', async () => {
  await expect(withTimeout(endless, { ms: 1 })).rejects.toThrow('No response within 1 ms');
});

it('throws the cancellation error of the caller, before and during the work', async () => {
  const cancellation = new AbortController();
  const options = { ms: 60_000, signal: cancellation.signal, cancelledError: () => new Error('stopped') };
  const working = withTimeout(endless, options);
  cancellation.abort();
  await expect(working).rejects.toThrow('stopped');
  await expect(withTimeout(endless, options)).rejects.toThrow('stopped');
});
