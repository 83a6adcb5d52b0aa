import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import type { CallObserver } from '../upstream-source.js';
import { AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import {
  closedPort,
  closeServers,
  drip,
  failing,
  fine,
  gzipOfZeros,
  HEAD,
  json,
  sequence,
  serve,
  serveRaw,
} from '../../../test/support/http-responders.js';

const MB = 1024 * 1024;
/** Far more memory than streaming needs, far less than a body of 300 MB needs. */
const MEMORY_MB = 120;
const never = new AbortController().signal;

afterEach(closeServers);

describe('HttpClient', () => {
  it('returns the JSON and sends the API key, the accepted type and the user agent', async () => {
    const { url, requests } = await serve((_, response) => json(response, { data: [1] }, 'application/problem+json'));
    const { get, observed } = client(url, { apiKey: 'key' });
    expect(await get('/list?a=%20b')).toEqual({ body: { data: [1] }, calls: 1 });
    expect(requests[0]).toMatchObject({
      url: '/list?a=%20b',
      headers: { accept: 'application/json', authorization: 'Bearer key', 'user-agent': 'delivery-stats-replica' },
    });
    expect(observed).toEqual([{ code: '200', seconds: expect.any(Number) }]);
  });

  describe('retries', () => {
    it.each([500, 502, 503, 408])('after %i', async (status) => {
      const { url } = await serve(sequence(failing(status), fine));
      const { get, observed } = client(url);
      expect(await get()).toEqual({ body: {}, calls: 2 });
      expect(observed.map(({ code }) => code)).toEqual([String(status), '200']);
    });

    it('after a reset', async () => {
      const { url } = await serve(sequence((_, response) => response.socket?.resetAndDestroy(), fine));
      expect(await client(url).get()).toEqual({ body: {}, calls: 2 });
    });

    it('after a connection cut inside the body', async () => {
      const cut: RequestListener = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"data": [', () => response.socket?.destroy());
      };
      const { url } = await serve(sequence(cut, fine));
      expect(await client(url).get()).toEqual({ body: {}, calls: 2 });
    });

    it.each<[string, string, string]>([
      ['truncated JSON', 'application/json', '{"data": [{"grab_sales": "1'],
      ['HTML with 200', 'text/html', '<html>secret</html>'],
      ['a wrong content type', 'application/octet-stream', '{}'],
      ['an empty body', 'application/json', ''],
    ])('after %s', async (_, type, text) => {
      const bad: RequestListener = (__, response) => response.writeHead(200, { 'content-type': type }).end(text);
      const { url } = await serve(sequence(bad, fine));
      expect(await client(url).get()).toEqual({ body: {}, calls: 2 });
      const always = await serve(bad);
      const error = await failure(client(always.url).get());
      expect(error).toMatchObject({ name: 'UpstreamError', code: 'upstream_bad_answer', calls: 3 });
      expect(String(error) + JSON.stringify(error)).not.toMatch(/secret|grab_sales/);
    });

    it('after broken gzip and after bytes that are not HTTP', async () => {
      const broken: RequestListener = (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('not gzip');
      const { url } = await serve(broken);
      expect(await failure(client(url).get())).toMatchObject({ code: 'upstream_bad_answer', calls: 3 });
      const raw = await serveRaw((socket) => socket.end('SSH-2.0-secret\r\n'));
      const error = await failure(client(raw).get());
      expect(error).toMatchObject({ code: 'upstream_bad_answer', calls: 3 });
      expect(String(error)).not.toContain('SSH');
    });

    it('only up to the number of attempts', async () => {
      const { url, requests } = await serve(failing(500));
      const { get, observed } = client(url, { attempts: 4 });
      expect(await failure(get())).toMatchObject({
        code: 'upstream_error',
        calls: 4,
        message: expect.stringContaining('500'),
      });
      expect(requests).toHaveLength(4);
      expect(observed).toHaveLength(4);
    });

    it('when no server listens', async () => {
      const error = await failure(client(await closedPort()).get());
      expect(error).toMatchObject({
        code: 'upstream_unreachable',
        calls: 3,
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });
  });

  describe('does not retry', () => {
    it.each([
      [400, 'upstream_rejected'],
      [401, 'upstream_refused'],
      [403, 'upstream_refused'],
      [404, 'not_found'],
      [409, 'upstream_rejected'],
      [422, 'upstream_rejected'],
    ])('after %i', async (status, code) => {
      const { url, requests } = await serve(failing(status));
      const error = await failure(client(url, { apiKey: 'TOPSECRET' }).get('/x?restaurant_name=Warung'));
      expect(error).toMatchObject({ code, calls: 1, message: expect.stringContaining(String(status)) });
      expect(String(error)).not.toMatch(/TOPSECRET|Warung|<b>/);
      expect(requests).toHaveLength(1);
    });

    it('after a status in absentOn', async () => {
      const { url } = await serve(failing(501));
      const { http } = client(url);
      const answer = await http.getJson('/', { signal: never, absentOn: [404, 501] });
      expect(answer).toEqual({ body: undefined, fingerprint: null, calls: 1 });
    });
  });

  describe('limits the time of a call', () => {
    const patience = { timeoutMs: 250, attempts: 1 };
    it.each<[string, (socket: Socket) => void]>([
      ['headers that never come', () => undefined],
      ['a body that never ends', (socket) => socket.write(`${HEAD}\r\n{"data": [`)],
      ['slow headers', (socket) => drip(socket, HEAD)],
      ['a slow drip', (socket) => drip(socket, `${HEAD}\r\n${' '.repeat(10_000)}`)],
    ])('against %s', async (_, behave) => {
      const url = await serveRaw(behave);
      const { get, observed } = client(url, patience);
      const started = performance.now();
      expect(await failure(get())).toMatchObject({ code: 'upstream_timeout', calls: 1 });
      expect(performance.now() - started).toBeGreaterThanOrEqual(240);
      expect(observed.map(({ code }) => code)).toEqual(['upstream_timeout']);
    });

    it('and retries after a timeout', async () => {
      const { url } = await serve(sequence(() => undefined, fine));
      // Long enough for the second call on a busy machine.
      expect(await client(url, { timeoutMs: 3_000 }).get()).toEqual({ body: {}, calls: 2 });
    });
  });

  describe('limits the decoded body', () => {
    it('of 300 MB', async () => {
      const chunk = Buffer.alloc(MB, 0x20);
      let closed: Promise<unknown> = Promise.resolve();
      const { url, requests } = await serve((_, response) => {
        closed = once(response, 'close');
        response.writeHead(200, { 'content-type': 'application/json' });
        let left = 300;
        const more = () => {
          while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
          response.end();
        };
        more();
      });
      expect(await growthMb(failure(client(url).get()))).toBeLessThan(MEMORY_MB);
      await closed;
      expect(requests).toHaveLength(1);
    });

    it('of a gzip bomb', async () => {
      const bomb = await gzipOfZeros(300);
      expect(bomb.length).toBeLessThan(MB);
      const { url } = await serve((_, response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
      );
      const error = failure(client(url).get());
      expect(await growthMb(error)).toBeLessThan(MEMORY_MB);
      expect(await error).toMatchObject({ code: 'upstream_too_large', calls: 1 });
    });

    it('and accepts a body of exactly the limit', async () => {
      const { url } = await serve((_, response) => json(response, 'x'.repeat(MB - 2)));
      expect((await client(url).get()).body).toHaveLength(MB - 2);
      const bigger = await serve((_, response) => json(response, 'x'.repeat(MB - 1)));
      expect(await failure(client(bigger.url).get())).toMatchObject({ code: 'upstream_too_large', calls: 1 });
    });
  });

  describe('redirects', () => {
    it('are followed up to three times on the same origin', async () => {
      const { url, requests } = await serve((request, response) => {
        const hop = Number(request.url?.slice(1));
        if (hop < 3) response.writeHead(307, { location: `/${hop + 1}` }).end('<b>moved</b>');
        else json(response, {});
      });
      const { get, observed } = client(url, { apiKey: 'key' });
      expect(await get('/0')).toEqual({ body: {}, calls: 1 });
      expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer key'));
      expect(observed.map(({ code }) => code)).toEqual(['200']);
      expect(await failure(get('/-1'))).toMatchObject({ code: 'upstream_redirected', calls: 1 });
    });

    it('are not followed to another origin', async () => {
      const other = await serve(fine);
      for (const location of [
        other.url,
        other.url.replace('http:', 'https:'),
        'http://[bad',
        '',
        'file:///etc/passwd',
      ]) {
        const { url, requests } = await serve((_, response) => response.writeHead(302, { location }).end());
        const { get, observed } = client(url);
        expect(await failure(get())).toMatchObject({ code: 'upstream_redirected', calls: 1 });
        expect(requests).toHaveLength(1);
        expect(observed.map(({ code }) => code)).toEqual(['302']);
      }
      expect(other.requests).toHaveLength(0);
    });

    it('with credentials are not followed', async () => {
      const { url, requests } = await serve((request, response) =>
        response.writeHead(302, { location: `http://user:word@${request.headers.host}/` }).end(),
      );
      expect(await failure(client(url).get())).toMatchObject({ code: 'upstream_redirected' });
      expect(requests).toHaveLength(1);
    });
  });

  describe('waits after 429', () => {
    it.each<[string, Record<string, string>]>([
      ['with seconds', { 'retry-after': '30' }],
      ['with a date', { 'retry-after': new Date(Date.now() + 86_400_000).toUTCString() }],
      ['without Retry-After', {}],
    ])('%s, and does not count it as an attempt', async (_, headers) => {
      const refuse: RequestListener = (__, response) => response.writeHead(429, headers).end('<b>calm down</b>');
      const { url } = await serve(sequence(refuse, refuse, refuse, fine));
      const rateLimiter = new AdaptiveRateLimiter({ concurrency: 2, firstPauseMs: 5, maxPauseMs: 20, minPauseMs: 1 });
      const { get, observed } = client(url, { attempts: 1 }, rateLimiter);
      const started = performance.now();
      expect(await get()).toEqual({ body: {}, calls: 4 });
      expect(performance.now() - started).toBeGreaterThanOrEqual(headers['retry-after'] ? 60 : 35);
      expect(observed.map(({ code }) => code)).toEqual(['429', '429', '429', '200']);
    });

    it('but gives up after the time limit', async () => {
      const { url, requests } = await serve(failing(429));
      const rateLimiter = new AdaptiveRateLimiter({
        concurrency: 1,
        giveUpMs: 30,
        firstPauseMs: 5,
        maxPauseMs: 10,
        minPauseMs: 1,
      });
      const error = await failure(client(url, {}, rateLimiter).get());
      expect(error).toMatchObject({ name: 'UpstreamError', code: 'rate_limited', calls: requests.length });
    });
  });

  describe('stops when the caller aborts', () => {
    it('inside a body', async () => {
      const reading = deferred();
      const gone = deferred();
      const url = await serveRaw((socket) => {
        socket.once('close', gone.resolve);
        socket.write(`${HEAD}\r\n{"data": [`, () => reading.resolve());
      });
      const caller = new AbortController();
      const { http, observed } = client(url, { timeoutMs: 60_000 });
      const error = failure(http.getJson('/', { signal: caller.signal }));
      await reading.promise;
      caller.abort();
      expect(await error).toMatchObject({ name: 'UpstreamError', code: 'cancelled', calls: 1 });
      await gone.promise;
      expect(observed.map(({ code }) => code)).toEqual(['cancelled']);
    });

    it('between two attempts', async () => {
      const caller = new AbortController();
      const { url } = await serve(failing(500));
      const { http, observed } = client(url, {
        retryBaseMs: 60_000,
        observe: () => setImmediate(() => caller.abort()),
      });
      expect(await failure(http.getJson('/', { signal: caller.signal }))).toMatchObject({
        code: 'cancelled',
        calls: 1,
      });
      expect(observed).toHaveLength(0);
    });

    it('before the call', async () => {
      const { http } = client(await closedPort());
      const error = await failure(http.getJson('/', { signal: AbortSignal.abort() }));
      expect(error).toMatchObject({ code: 'cancelled', calls: 0 });
    });
  });

  it('does not show a key that cannot be sent', () => {
    expect(() => client('http://localhost', { apiKey: 'TOP\nSECRET' })).toThrow(
      expect.objectContaining({ code: 'bad_api_key', message: expect.not.stringContaining('SECRET') }),
    );
  });
});

function client(
  baseUrl: string,
  options: Partial<HttpClientOptions> = {},
  rateLimiter = new AdaptiveRateLimiter({ concurrency: 4 }),
) {
  const observed: Parameters<CallObserver>[0][] = [];
  const http = new HttpClient(
    {
      baseUrl,
      timeoutMs: 10_000,
      attempts: 3,
      retryBaseMs: 1,
      maxBodyBytes: MB,
      observe: (call) => observed.push(call),
      ...options,
    },
    rateLimiter,
  );
  const get = async (path = '/') => {
    const { body, calls } = await http.getJson(path, { signal: never });
    return { body, calls };
  };
  return { http, observed, get };
}

/** Returns how far the memory of this process rises while `work` runs. */
async function growthMb(work: Promise<unknown>): Promise<number> {
  const start = process.memoryUsage.rss();
  let peak = start;
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const sampler = setInterval(sample, 2);
  await work;
  clearInterval(sampler);
  sample();
  return (peak - start) / MB;
}

/** Returns the rejection of a promise; a fulfilled promise fails the test. */
async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}

function deferred() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
