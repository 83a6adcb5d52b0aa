import type { Tagged } from './api.js';
import type { Read } from './reads.js';

const MAX_RESPONSES = 80;

/** A response, and the generation of the replica for which it is known to hold. */
interface Entry {
  readonly tagged: Tagged<unknown>;
  readonly generation: number;
}

/**
 * Keeps the server's responses by the key of their read; the oldest one leaves a full cache. When the replica changes, a response is
 * asked for again with its `ETag`, so that the server sends only those that differ.
 */
export class QueryCache {
  private readonly entries = new Map<string, Entry>();
  private readonly pending = new Map<string, Promise<unknown>>();
  private generation = 0;

  /** Returns the cached response of a read; undefined without one that is known to hold. */
  peek<T>({ key }: Read<T>): T | undefined {
    const entry = this.entries.get(key);
    return entry?.generation === this.generation ? (entry.tagged.data as T) : undefined;
  }

  /** Stores the response of a read that came with the page, which has no `ETag`. */
  keep<T>({ key }: Read<T>, data: T): void {
    this.store(key, { tagged: { data, etag: null }, generation: this.generation });
  }

  /** Returns the response of a read, from the cache or from the server. Callers that ask at once share one request; `signal` aborts it. */
  async load<T>(read: Read<T>, signal?: AbortSignal): Promise<T> {
    const cached = this.peek(read);
    if (cached !== undefined) return cached;
    const pending = this.pending.get(read.key);
    if (pending) return pending as Promise<T>;
    const request = this.request(read, signal);
    this.pending.set(read.key, request);
    // A later caller must not share an aborted request.
    signal?.addEventListener('abort', () => this.removePending(read.key, request));
    try {
      return await request;
    } finally {
      this.removePending(read.key, request);
    }
  }

  private async request<T>(read: Read<T>, signal?: AbortSignal): Promise<T> {
    const { generation } = this;
    const held = this.entries.get(read.key)?.tagged as Tagged<T> | undefined;
    const tagged = await read.load(signal, held);
    if (generation === this.generation) this.store(read.key, { tagged, generation });
    return tagged.data;
  }

  private store(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    const oldest = this.entries.keys().next();
    if (this.entries.size > MAX_RESPONSES && !oldest.done) this.entries.delete(oldest.value);
  }

  private removePending(key: string, request: Promise<unknown>): void {
    if (this.pending.get(key) === request) this.pending.delete(key);
  }

  /** Loads a read into the cache; errors are ignored, because the request that needs the response repeats it. */
  prefetch(read: Read<unknown>): void {
    this.load(read).catch(() => undefined);
  }

  /** Makes every response one that must be asked for again. Responses that are still pending are not stored. */
  invalidate(): void {
    this.generation++;
    this.pending.clear();
  }
}
