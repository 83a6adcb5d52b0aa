import { get } from './api.js';

const MAX_RESPONSES = 80;

/** Keeps the server's responses by path until the replica changes; the oldest one leaves a full cache. */
export class QueryCache {
  private readonly responses = new Map<string, unknown>();
  private readonly pending = new Map<string, Promise<unknown>>();
  private generation = 0;

  /** Returns the cached response of a path; undefined without one. */
  peek(path: string): unknown {
    return this.responses.get(path);
  }

  /** Stores the response of a path. */
  keep(path: string, response: unknown): void {
    this.responses.delete(path);
    this.responses.set(path, response);
    const oldest = this.responses.keys().next();
    if (this.responses.size > MAX_RESPONSES && !oldest.done) this.responses.delete(oldest.value);
  }

  /** Returns the response of a path, from the cache or from the server. Callers that ask at once share one request; `signal` aborts it. */
  async load<T>(path: string, signal?: AbortSignal): Promise<T> {
    const cached = this.peek(path);
    if (cached !== undefined) return cached as T;
    const pending = this.pending.get(path);
    if (pending) return pending as Promise<T>;
    const { generation } = this;
    const request = get<T>(path, signal);
    this.pending.set(path, request);
    // A later caller must not share an aborted request.
    signal?.addEventListener('abort', () => this.removePending(path, request));
    try {
      const response = await request;
      if (generation === this.generation) this.keep(path, response);
      return response;
    } finally {
      this.removePending(path, request);
    }
  }

  private removePending(path: string, request: Promise<unknown>): void {
    if (this.pending.get(path) === request) this.pending.delete(path);
  }

  /** Loads a path into the cache; errors are ignored, because the request that needs the response repeats it. */
  prefetch(path: string): void {
    this.load(path).catch(() => undefined);
  }

  /** Empties the cache. Responses that are still pending are not stored. */
  invalidate(): void {
    this.generation++;
    this.responses.clear();
    this.pending.clear();
  }
}
