/** The reason of the final abort. It is never shown. An abort without a reason would create an error with a stack each time. */
const WORK_ENDED = new Error('The work has ended');

export interface TimeoutOptions {
  readonly ms: number;
  /** Cancels the work. */
  readonly signal?: AbortSignal;
  /** Creates the error of work that takes longer than `ms`. */
  readonly timeoutError?: () => Error;
  /** Creates the error of work that `signal` cancels. */
  readonly cancelledError?: () => Error;
}

/**
 * Runs `work` for at most `ms` milliseconds and until `signal` aborts. The signal of `work` is always aborted when this
 * returns, which stops everything that `work` started.
 *
 * It does not use `AbortSignal.any` with `AbortSignal.timeout`: those keep a timer and a link to a long-lived `signal` after the work.
 * @throws the error of `timeoutError` or `cancelledError`, at once, even when `work` does not listen.
 */
export async function withTimeout<T>(
  work: (signal: AbortSignal) => Promise<T>,
  {
    ms,
    signal,
    timeoutError = () => new Error(`No response within ${ms} ms`),
    cancelledError = () => new Error('The work was cancelled'),
  }: TimeoutOptions,
): Promise<T> {
  if (signal?.aborted) throw cancelledError();
  const controller = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
  });
  const cancel = () => controller.abort(cancelledError());
  const timer = setTimeout(() => controller.abort(timeoutError()), ms);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    controller.abort(WORK_ENDED);
  }
}
