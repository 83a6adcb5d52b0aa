import { describe, expect, it } from '@jest/globals';
import type { Tagged } from './api.js';
import { QueryCache } from './query-cache.js';
import type { Read } from './reads.js';

/** A server with one text. It remembers the tag of each request and whether it sent the text. */
class FakeServer {
  text = 'first';
  readonly requests: { etag: string | null; isSent: boolean }[] = [];

  readonly read: Read<string> = {
    key: 'text',
    load: (_signal, held) => Promise.resolve(this.respond(held)),
  };

  private respond(held: Tagged<string> | undefined): Tagged<string> {
    const etag = `"${this.text}"`;
    const isSent = held?.etag !== etag;
    this.requests.push({ etag: held?.etag ?? null, isSent });
    return isSent ? { data: this.text, etag } : held;
  }
}

describe('the cache of the dashboard', () => {
  it('asks once until the replica changes', async () => {
    const [cache, server] = [new QueryCache(), new FakeServer()];
    expect(await cache.load(server.read)).toBe('first');
    expect(await cache.load(server.read)).toBe('first');
    expect(cache.peek(server.read)).toBe('first');
    expect(server.requests).toEqual([{ etag: null, isSent: true }]);
  });

  it('asks with the ETag of what it holds after the replica changed, and keeps what has not changed', async () => {
    const [cache, server] = [new QueryCache(), new FakeServer()];
    await cache.load(server.read);
    cache.invalidate();
    expect(cache.peek(server.read)).toBeUndefined();
    expect(await cache.load(server.read)).toBe('first');
    expect(cache.peek(server.read)).toBe('first');
    cache.invalidate();
    server.text = 'second';
    expect(await cache.load(server.read)).toBe('second');
    expect(server.requests.slice(1)).toEqual([
      { etag: '"first"', isSent: false },
      { etag: '"first"', isSent: true },
    ]);
  });

  it('asks without an ETag for what came with the page', async () => {
    const [cache, server] = [new QueryCache(), new FakeServer()];
    cache.keep(server.read, 'with the page');
    expect(await cache.load(server.read)).toBe('with the page');
    cache.invalidate();
    expect(await cache.load(server.read)).toBe('first');
    expect(server.requests).toEqual([{ etag: null, isSent: true }]);
  });

  it('does not keep a response that was asked for before the replica changed', async () => {
    const [cache, server] = [new QueryCache(), new FakeServer()];
    const pending = cache.load(server.read);
    cache.invalidate();
    expect(await pending).toBe('first');
    expect(cache.peek(server.read)).toBeUndefined();
  });
});
