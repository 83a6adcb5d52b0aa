import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CollectionRoutes } from './collection/collection-routes.js';
import { type CollectionShape, DemoCollection } from './collection/collection.js';
import { DroppedConnectionError, HttpError, readBody, type Route, send, sendError } from './http/http.js';
import { StatsRoutes } from './http/stats-routes.js';

export interface DemoOptions {
  /** 0, the default, selects any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly now?: () => Date;
  readonly seed?: number;
  /** When it is set, every call needs the header `Authorization: Bearer` with this key. */
  readonly apiKey?: string;
  /** The pause before every response. */
  readonly delayMs?: number;
  readonly collection?: CollectionShape;
  /** The duration of a triggered collection. */
  readonly collectionMs?: number;
  /** Whether it lists a restaurant that it does not know afterwards, and sends impossible values for another. */
  readonly hasFlaws?: boolean;
  /** The number of restaurants, 127 by default. */
  readonly restaurants?: number;
}

export interface DemoUpstream {
  /** The origin: `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and closes the open connections. */
  close(): Promise<void>;
}

/** The result of a triggered collection in the shapes in which it does not rewrite days. */
const RESULTS: Partial<Record<CollectionShape, 'changes nothing' | 'fails'>> = {
  fruitless: 'changes nothing',
  failing: 'fails',
};

const MAX_BODY_BYTES = 16 * 1024;

/**
 * Starts an upstream on the loopback interface: the whole contract over real HTTP, with invented restaurants. Its responses
 * depend only on the seed, the clock and the triggered collections. Business days are in the time zone Asia/Makassar.
 */
export async function startDemoUpstream(options: DemoOptions = {}): Promise<DemoUpstream> {
  const { host = '127.0.0.1', now = () => new Date(), seed = 1, delayMs = 0, restaurants = 127 } = options;
  const shape = options.collection ?? 'tracked';
  const collection = new DemoCollection(now, options.collectionMs ?? 3000, RESULTS[shape] ?? 'rewrites');
  const routes = buildRoutes(
    new StatsRoutes(seed, restaurants, collection, options.hasFlaws ?? false),
    new CollectionRoutes(shape, collection, restaurants),
  );

  const server = createServer((request, response) => {
    const disconnected = new AbortController();
    response.once('close', () => disconnected.abort());
    respond(request, response, disconnected.signal).catch((error: unknown) => {
      if (response.headersSent || error instanceof DroppedConnectionError) response.destroy();
      else if (!response.destroyed)
        sendError(response, error instanceof HttpError ? error : new HttpError(500, String(error)));
    });
  });

  // Longer than clients keep a connection: a call fails when its connection closes while it is reused.
  server.keepAliveTimeout = 75_000;

  async function respond(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
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

function buildRoutes(stats: StatsRoutes, collection: CollectionRoutes): ReadonlyMap<string, Route> {
  return new Map<string, Route>([
    ['GET /api/v1/getRestaurantStats', (call) => stats.getRestaurantStats(call)],
    ['GET /api/v1/getFieldsInfo', (call) => stats.getFieldsInfo(call)],
    ['POST /api/v1/getBatchStats', (call) => stats.getBatchStats(call)],
    ['POST /api/v1/triggerCollection', () => collection.triggerCollection()],
    ['GET /api/v1/collectionStatus', () => collection.collectionStatus()],
  ]);
}
