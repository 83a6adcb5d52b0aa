import { cancelled, timedOut } from './call-fault.js';

/** Nobody sees it, and an abort without a reason makes one with a stack each time. */
const OVER = new Error('The call is over');

/**
 * Runs `work` for at most `ms` in all, whatever it waits for, and for as long as `caller` is not aborted. The signal that
 * `work` gets is aborted in any case when this returns, so nothing it began lives on.
 *
 * Not `AbortSignal.any` with `AbortSignal.timeout`: those keep a timer and a link to a long-lived `caller` after the call.
 * @throws CallFault `upstream_timeout` or `cancelled`, at once, even when `work` does not listen.
 */
export async function withDeadline<T>(
  ms: number,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (caller.aborted) throw cancelled();
  const controller = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
  });
  const cancel = () => controller.abort(cancelled());
  const timer = setTimeout(() => controller.abort(timedOut(ms)), ms);
  caller.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    caller.removeEventListener('abort', cancel);
    controller.abort(OVER);
  }
}
