import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { day } from '../stats/day.js';
import { UpstreamGate } from './upstream-gate.js';
import { HttpUpstreamSource, type HttpUpstreamSourceOptions } from './http-upstream-source.js';

const options = { signal: new AbortController().signal };
const window = { from: day('2025-10-01'), to: day('2025-10-31') };
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

describe('HttpUpstreamSource', () => {
  it.each([
    'Warung `Ibu` & Co / #1?',
    ' 100% "Halal" + (Ubud) ',
    "Ayam d'Oro; a=b",
    'Кафе 🍜',
    'Cafe\u0301',
    '../x\\y',
  ])('sends the name %j verbatim', async (name) => {
    let asked: URL | undefined;
    const url = await serve((request, response) => {
      asked = new URL(request.url ?? '', 'http://x');
      answer(response, { restaurant_name: name, data: [{ stat_date: '2025-10-05', grab_sales: '249150.00' }] });
    });
    const days = await source(url).fetchDays(name, window, options);
    expect(days).toMatchObject({ received: 1, calls: 1, days: [{ date: '2025-10-05' }] });
    expect(days.days[0]?.values[0]).toBe(24_915_000);
    expect(asked?.pathname).toBe('/api/v1/getRestaurantStats');
    expect(asked?.search).not.toContain('+');
    expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({
      restaurant_name: name,
      source: 'looker_summary',
      start_date: '2025-10-01',
      end_date: '2025-10-31',
    });
  });

  it('knows an answer again by its bytes and by what was asked', async () => {
    let data = [{ stat_date: '2025-10-05', grab_sales: '249150.00' }];
    const url = await serve((_, response) => answer(response, { data }));
    const upstream = source(url);
    const { fingerprint } = await upstream.fetchDays('A', window, options);
    const again = { ...options, known: fingerprint ?? undefined };
    expect(await upstream.fetchDays('A', window, again)).toEqual({ known: true, calls: 1 });
    expect(await upstream.fetchDays('B', window, again)).toMatchObject({ received: 1 });
    expect(await upstream.fetchDays('A', { ...window, to: day('2025-10-30') }, again)).toMatchObject({ received: 1 });
    data = [{ stat_date: '2025-10-05', grab_sales: '249150.01' }];
    expect(await upstream.fetchDays('A', window, again)).toMatchObject({ received: 1 });
  });

  it('appends to a base with a path and slashes', async () => {
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

  it('names what it copies without secrets', () => {
    expect(source('https://user:word@stats.example.com/?key=1').identity).toBe('https://stats.example.com');
    expect(source('http://127.0.0.1:1', { identity: 'demo' }).identity).toBe('demo');
  });

  it('tells 404, an empty answer and another restaurant apart, without a second call', async () => {
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

  it('refuses a name that no URL can carry', async () => {
    const call = source('http://127.0.0.1:1').fetchDays('half \ud83c', window, options);
    await expect(call).rejects.toMatchObject({ name: 'UpstreamError', code: 'upstream_rejected', calls: 0 });
  });

  it('lists restaurants by id and name only, each name once', async () => {
    let asked = '';
    const url = await serve((request, response) => {
      asked = request.url ?? '';
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
    expect(await source(url).listRestaurants(options)).toEqual([
      { id: '7', name: ' Warung ' },
      { id: 'x8', name: 'warung' },
      { id: null, name: 'Odd id' },
    ]);
    expect(asked).toBe('/api/v1/getRestaurantStats?source=restaurants');
  });

  it.each([400, 404, 405, 501])('cannot list where the answer is %i', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    expect(await source(url).listRestaurants(options)).toBeNull();
  });

  it.each([{}, { data: null }, [], { error: 'name required' }])('cannot list where the answer is %j', async (body) => {
    const url = await serve((_, response) => answer(response, body));
    expect(await source(url).listRestaurants(options)).toBeNull();
  });

  it('fails to list where it could not ask', async () => {
    const url = await serve((_, response) => response.writeHead(500).end());
    await expect(source(url).listRestaurants(options)).rejects.toMatchObject({ code: 'upstream_error', calls: 2 });
  });
});

function source(baseUrl: string, more: Partial<HttpUpstreamSourceOptions> = {}): HttpUpstreamSource {
  return new HttpUpstreamSource({
    baseUrl,
    timeZone: 'Asia/Makassar',
    gate: new UpstreamGate({ concurrency: 2 }),
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
