import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import { HttpSource, type HttpSourceOptions } from './http-source.js';
import { upstreamSourceContract, type ContractRestaurant } from '../../../test/contracts/upstream-source.contract.js';
import { toDay } from '../../domain/index.js';

const options = { signal: new AbortController().signal };
const window = { from: toDay('2025-10-01'), to: toDay('2025-10-31') };
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

upstreamSourceContract('HttpSource', async () => {
  let restaurants: readonly ContractRestaurant[] = [];
  let waiting: (() => void)[] | null = null;
  const respond: RequestListener = (request, response) => {
    if (waiting) {
      waiting.push(() => respond(request, response));
      return;
    }
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const name = query.get('restaurant_name');
    const found = restaurants.filter((each) => each.name === name);
    if (request.headers.authorization !== 'Bearer right') response.writeHead(401).end();
    else if (name === null) answer(response, { data: restaurants.map((each) => ({ id: each.id, name: each.name })) });
    else if (found.length === 0) response.writeHead(404).end();
    else {
      const data = found.flatMap(({ id, rows }) =>
        rows.map((row) => ({ ...row, restaurant_id: id, restaurant_name: name })),
      );
      answer(response, { restaurant_name: name, data });
    }
  };
  const contractServer = createServer(respond).listen(0, '127.0.0.1');
  await once(contractServer, 'listening');
  const url = `http://127.0.0.1:${(contractServer.address() as AddressInfo).port}`;
  return {
    serve: (all) => {
      restaurants = all;
      return Promise.resolve();
    },
    source: ({ isUnauthorized, isSmall, ...options } = {}) =>
      source(url, { apiKey: isUnauthorized ? 'wrong' : 'right', ...(isSmall && { maxBodyBytes: 1_000 }), ...options }),
    hold: () => {
      waiting = [];
      const release = () => {
        const held = waiting ?? [];
        waiting = null;
        for (const resume of held) resume();
        return Promise.resolve();
      };
      return Promise.resolve({ release });
    },
    serveTooMuch: () => {
      const row = { stat_date: '2026-10-05', grab_orders: 1 };
      restaurants = [...restaurants, { id: 90, name: 'Large', rows: Array.from({ length: 100 }, () => row) }];
      return Promise.resolve();
    },
    close: () =>
      new Promise((resolve) => {
        contractServer.close(() => resolve());
        contractServer.closeAllConnections();
      }),
  };
});

describe('HttpSource', () => {
  it.each([
    'Warung `Ibu` & Co / #1?',
    ' 100% "Halal" + (Ubud) ',
    "Ayam d'Oro; a=b",
    'Кафе 🍜',
    'Cafe\u0301',
    '../x\\y',
  ])('sends the name %j verbatim', async (name) => {
    let requestedUrl: URL | undefined;
    const url = await serve((request, response) => {
      requestedUrl = new URL(request.url ?? '', 'http://x');
      answer(response, { restaurant_name: name, data: [{ stat_date: '2025-10-05', grab_sales: '249150.00' }] });
    });
    const days = await source(url).fetchDays(name, window, options);
    expect(days).toMatchObject({ received: 1, calls: 1, days: [{ date: '2025-10-05' }] });
    expect(days.days[0]?.values[0]).toBe(24_915_000);
    expect(requestedUrl?.pathname).toBe('/api/v1/getRestaurantStats');
    expect(requestedUrl?.search).not.toContain('+');
    expect(Object.fromEntries(requestedUrl?.searchParams ?? [])).toEqual({
      restaurant_name: name,
      source: 'looker_summary',
      start_date: '2025-10-01',
      end_date: '2025-10-31',
    });
  });

  it('recognizes an unchanged response by its bytes and its request', async () => {
    let data = [{ stat_date: '2025-10-05', grab_sales: '249150.00' }];
    const url = await serve((_, response) => answer(response, { data }));
    const upstream = source(url);
    const { fingerprint } = await upstream.fetchDays('A', window, options);
    const again = { ...options, known: fingerprint ?? undefined };
    expect(await upstream.fetchDays('A', window, again)).toEqual({ known: true, calls: 1 });
    expect(await upstream.fetchDays('B', window, again)).toMatchObject({ received: 1 });
    expect(await upstream.fetchDays('A', { ...window, to: toDay('2025-10-30') }, again)).toMatchObject({ received: 1 });
    data = [{ stat_date: '2025-10-05', grab_sales: '249150.01' }];
    expect(await upstream.fetchDays('A', window, again)).toMatchObject({ received: 1 });
  });

  it('appends its paths to a base URL with a path and slashes', async () => {
    let path = '';
    const url = await serve((request, response) => {
      path = request.url ?? '';
      answer(response, { data: [] });
    });
    const upstream = source(`${url}/stats/v2//`);
    expect(upstream.identity).toBe(`${url}/stats/v2`);
    expect(await upstream.fetchDays('A B', window, options)).toMatchObject({ received: 0, days: [] });
    expect(path).toMatch(/^\/stats\/v2\/api\/v1\/getRestaurantStats\?restaurant_name=A%20B&/);
  });

  it('has an identity without secrets', () => {
    expect(source('https://user:word@stats.example.com/?key=1').identity).toBe('https://stats.example.com');
    expect(source('http://127.0.0.1:1', { isDemo: true }).identity).toBe('demo');
  });

  it('distinguishes 404, an empty response and another restaurant without a second call', async () => {
    let calls = 0;
    const url = await serve((request, response) => {
      calls += 1;
      const name = new URL(request.url ?? '', 'http://x').searchParams.get('restaurant_name');
      if (name === 'Gone') response.writeHead(404).end();
      else answer(response, { restaurant_name: name === 'Swapped' ? 'Other' : name, data: [] });
    });
    const fetched = (name: string) => source(url).fetchDays(name, window, options);
    await expect(fetched('Gone')).rejects.toMatchObject({ code: 'not_found', calls: 1 });
    await expect(fetched('Empty')).resolves.toMatchObject({ received: 0, calls: 1 });
    await expect(fetched('Swapped')).rejects.toMatchObject({ code: 'wrong_restaurant', calls: 1 });
    expect(calls).toBe(3);
  });

  it('rejects a name that cannot be encoded in a URL', async () => {
    const call = source('http://127.0.0.1:1').fetchDays('half \ud83c', window, options);
    await expect(call).rejects.toMatchObject({ name: 'UpstreamError', code: 'upstream_rejected', calls: 0 });
  });

  it('lists restaurants by id and name only, each name once', async () => {
    let requestedUrl = '';
    const url = await serve((request, response) => {
      requestedUrl = request.url ?? '';
      answer(response, {
        data: [
          { id: 7, name: ' Warung ', grab_token: 'SECRET' },
          { id: 'x8', restaurant_name: 'warung' },
          { id: 9, name: ' Warung ' },
          { id: { a: 1 }, name: 'Odd id' },
          { id: 10, name: '' },
          { id: 11, name: 5 },
          null,
          'text',
        ],
      });
    });
    expect(await source(url).listRestaurants(options)).toEqual({
      restaurants: [
        { id: '7', name: ' Warung ' },
        { id: 'x8', name: 'warung' },
        { id: null, name: 'Odd id' },
      ],
      rejected: [],
    });
    expect(requestedUrl).toBe('/api/v1/getRestaurantStats?source=restaurants');
  });

  it('leaves out the names that no client can have, with the rule that each breaks', async () => {
    const names = ['Kopi\0', '\uD83D', '  ', 'x'.repeat(500), 'Kopi\nOmbak', 'Kopi'];
    const url = await serve((_, response) => {
      const data = names.map((name, index) => ({ id: index === 5 ? 'x\0' : index, name }));
      const text = JSON.stringify({ data }).replace('"  "', '"Caf\xE9"');
      response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from(text, 'latin1'));
    });
    expect(await source(url).listRestaurants(options)).toEqual({
      restaurants: [{ id: null, name: 'Kopi' }],
      rejected: [
        { name: 'Kopi\uFFFD', problem: 'must not contain the character U+0000' },
        { name: '\uFFFD', problem: 'must not contain half a character' },
        { name: 'Caf\uFFFD', problem: 'must not contain the character U+FFFD' },
        { name: `${'x'.repeat(60)}…`, problem: 'may have at most 200 characters' },
        { name: 'Kopi\nOmbak', problem: 'must not contain a line break' },
      ],
    });
  });

  it.each([400, 404, 405, 501])('returns no list for the status %i', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    expect(await source(url).listRestaurants(options)).toBeNull();
  });

  it.each([{}, { data: null }, [], { error: 'name required' }])('returns no list for the body %j', async (body) => {
    const url = await serve((_, response) => answer(response, body));
    expect(await source(url).listRestaurants(options)).toBeNull();
  });

  it('throws when the call for the list failed', async () => {
    const url = await serve((_, response) => response.writeHead(500).end());
    await expect(source(url).listRestaurants(options)).rejects.toMatchObject({ code: 'upstream_error', calls: 2 });
  });
});

function source(baseUrl: string, more: Partial<HttpSourceOptions> = {}): HttpSource {
  return new HttpSource({
    baseUrl,
    timeZone: 'Asia/Makassar',
    rateLimiter: new AdaptiveRateLimiter({ concurrency: 2 }),
    timeoutMs: 10_000,
    attempts: 2,
    retryBaseMs: 1,
    maxBodyBytes: 1_000_000,
    ...more,
  });
}

async function serve(handler: RequestListener): Promise<string> {
  server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(response: Parameters<RequestListener>[1], body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
