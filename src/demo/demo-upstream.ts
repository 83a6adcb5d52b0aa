import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CollectionRoutes } from './collection-routes.js';
import { type CollectionShape, DemoCollection } from './collection.js';
import { Dropped, HttpError, readBody, type Route, send, sendError } from './http.js';
import { StatsRoutes } from './stats-routes.js';

export interface DemoOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly now?: () => Date;
  readonly seed?: number;
  /** When given, every call needs `Authorization: Bearer` with it. */
  readonly apiKey?: string;
  /** Every answer waits this long. */
  readonly delayMs?: number;
  readonly collection?: CollectionShape;
  /** How long a triggered collection takes. */
  readonly collectionMs?: number;
  /** How many restaurants, 127 unless told. */
  readonly restaurants?: number;
}

export interface DemoUpstream {
  /** The origin: `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and drops the connections that are left. */
  close(): Promise<void>;
}

/** What a triggered collection comes to where it does not rewrite days. */
const RESULTS: Partial<Record<CollectionShape, 'changes nothing' | 'fails'>> = {
  fruitless: 'changes nothing',
  failing: 'fails',
};

const MAX_BODY_BYTES = 16 * 1024;

/**
 * Starts an upstream on the loopback interface: the whole contract over real HTTP, with invented restaurants. Everything
 * it answers follows from the seed, the clock and the collections that were triggered; business days are Asia/Makassar's.
 */
export async function startDemoUpstream(options: DemoOptions = {}): Promise<DemoUpstream> {
  const { host = '127.0.0.1', now = () => new Date(), seed = 1, delayMs = 0, restaurants = 127 } = options;
  const shape = options.collection ?? 'tracked';
  const collection = new DemoCollection(now, options.collectionMs ?? 3000, RESULTS[shape] ?? 'rewrites');
  const routes = routesOf(
    new StatsRoutes(seed, restaurants, collection),
    new CollectionRoutes(shape, collection, restaurants),
  );

  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    answer(request, response, gone.signal).catch((error: unknown) => {
      if (response.headersSent || error instanceof Dropped) response.destroy();
      else if (!response.destroyed)
        sendError(response, error instanceof HttpError ? error : new HttpError(500, String(error)));
    });
  });

  // Longer than clients keep a connection: one that is closed as it is reused fails the call.
  server.keepAliveTimeout = 75_000;

  async function answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    if (delayMs > 0) await sleep(delayMs, undefined, { signal });
    if (options.apiKey !== undefined && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      throw new HttpError(401, 'Invalid API key');
    }
    const [path, query] = (request.url ?? '').split(/\?(.*)/s, 2);
    const route = routes.get(`${request.method} ${path}`);
    if (!route) throw new HttpError(404, 'Not found');
    const body = () => readBody(request, MAX_BODY_BYTES);
    await send(response, await route({ query: new URLSearchParams(query), body, signal }));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function routesOf(stats: StatsRoutes, collection: CollectionRoutes): ReadonlyMap<string, Route> {
  return new Map<string, Route>([
    ['GET /api/v1/getRestaurantStats', (call) => stats.getRestaurantStats(call)],
    ['GET /api/v1/getFieldsInfo', (call) => stats.getFieldsInfo(call)],
    ['POST /api/v1/getBatchStats', (call) => stats.getBatchStats(call)],
    ['POST /api/v1/triggerCollection', () => collection.triggerCollection()],
    ['GET /api/v1/collectionStatus', () => collection.collectionStatus()],
  ]);
}
