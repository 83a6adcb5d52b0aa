const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs work that must tidy up when the process is asked to end. Further signals are ignored meanwhile: npm forwards those
 * of the terminal, so they come twice.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await work(abort.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}
