import type { Read } from './reads.js';

const MAX_RESPONSES = 80;

/** Keeps the server's responses by the key of their read until the replica changes; the oldest one leaves a full cache. */
export class QueryCache {
  private readonly responses = new Map<string, unknown>();
  private readonly pending = new Map<string, Promise<unknown>>();
  private generation = 0;

  /** Returns the cached response of a read; undefined without one. */
  peek<T>({ key }: Read<T>): T | undefined {
    return this.responses.get(key) as T | undefined;
  }

  /** Stores the response of a read. */
  keep<T>({ key }: Read<T>, response: T): void {
    this.responses.delete(key);
    this.responses.set(key, response);
    const oldest = this.responses.keys().next();
    if (this.responses.size > MAX_RESPONSES && !oldest.done) this.responses.delete(oldest.value);
  }

  /** Returns the response of a read, from the cache or from the server. Callers that ask at once share one request; `signal` aborts it. */
  async load<T>(read: Read<T>, signal?: AbortSignal): Promise<T> {
    const cached = this.peek(read);
    if (cached !== undefined) return cached;
    const pending = this.pending.get(read.key);
    if (pending) return pending as Promise<T>;
    const { generation } = this;
    const request = read.load(signal);
    this.pending.set(read.key, request);
    // A later caller must not share an aborted request.
    signal?.addEventListener('abort', () => this.removePending(read.key, request));
    try {
      const response = await request;
      if (generation === this.generation) this.keep(read, response);
      return response;
    } finally {
      this.removePending(read.key, request);
    }
  }

  private removePending(key: string, request: Promise<unknown>): void {
    if (this.pending.get(key) === request) this.pending.delete(key);
  }

  /** Loads a read into the cache; errors are ignored, because the request that needs the response repeats it. */
  prefetch(read: Read<unknown>): void {
    this.load(read).catch(() => undefined);
  }

  /** Empties the cache. Responses that are still pending are not stored. */
  invalidate(): void {
    this.generation++;
    this.responses.clear();
    this.pending.clear();
  }
}
