import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Access } from './access.js';
import { ApiError } from './api-error.js';
import type { CollectionService } from './collection/collection-service.js';
import type { Settings } from './environment.js';
import { StatsRoutes } from './stats-routes.js';
import { isTooManyConnections, type MysqlReader } from '../upstream/mysql/index.js';

const MAX_BODY_BYTES = 16 * 1024;
/** Calls that are worked on at once. */
const MAX_CONCURRENT = 32;

interface Dependencies {
  readonly settings: Settings;
  readonly reader: MysqlReader;
  readonly collections: CollectionService;
  readonly log: (line: object) => void;
}

/** Creates the HTTP server of the API. */
export function createApi({ settings, reader, collections, log }: Dependencies): Server {
  const access = new Access(settings);
  const stats = new StatsRoutes(reader);
  let working = 0;

  async function respond(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    // Not `new URL`, which throws for `//`.
    const [pathname, query] = (request.url ?? '/').split(/\?(.*)/s, 2);
    const searchParams = new URLSearchParams(query);
    switch (`${request.method} ${pathname}`) {
      case 'GET /health':
        return sendHealth(response, signal);
      case 'GET /api/v1/getRestaurantStats':
        access.admit(request, 'read');
        sendJson(response, 200, await stats.getRestaurantStats(searchParams, signal));
        return;
      case 'GET /api/v1/getFieldsInfo':
        access.admit(request, 'read');
        sendJson(response, 200, await stats.getFieldsInfo(searchParams, signal));
        return;
      case 'POST /api/v1/getBatchStats':
        access.admit(request, 'read');
        return stats.getBatchStats(await readJson(request), response, signal);
      case 'GET /api/v1/collectionStatus':
        access.admit(request, 'read');
        sendJson(response, 200, collections.status());
        return;
      case 'POST /api/v1/triggerCollection': {
        access.admit(request, 'trigger');
        const { status, body } = collections.trigger();
        sendJson(response, status, body);
        return;
      }
      default:
        throw new ApiError(404, `Cannot ${request.method} ${pathname}`);
    }
  }

  async function sendHealth(response: ServerResponse, signal: AbortSignal): Promise<void> {
    const isReadable = await reader.readLayout(signal).then(
      () => true,
      () => false,
    );
    sendJson(response, isReadable ? 200 : 503, { status: isReadable ? 'ok' : 'error', database: isReadable });
  }

  const server = createServer((request, response) => {
    const started = performance.now();
    const closed = new AbortController();
    response.once('close', () => {
      closed.abort();
      const { method, url } = request;
      // Without the query, which names restaurants.
      const path = url?.split('?', 1)[0];
      log({ method, path, status: response.statusCode, ms: Math.round(performance.now() - started) });
    });
    working += 1;
    const work =
      working > MAX_CONCURRENT
        ? Promise.reject(new ApiError(429, 'Too many requests', 1))
        : respond(request, response, closed.signal);
    work
      .catch((error: unknown) => sendError(response, toApiError(error), log))
      .finally(() => {
        working -= 1;
      });
  });
  server.keepAliveTimeout = 75_000;
  return server;
}

/** A database that accepts no further connection is busy, not broken: the caller slows down. */
function toApiError(error: unknown): unknown {
  return isTooManyConnections(error) ? new ApiError(429, 'Too many connections to the database', 1) : error;
}

function sendError(response: ServerResponse, error: unknown, log: (line: object) => void): void {
  if (!(error instanceof ApiError)) log({ error: codeOf(error) });
  if (response.headersSent || response.destroyed) {
    // A truncated list must not look complete.
    response.destroy();
    return;
  }
  if (error instanceof ApiError) {
    if (error.retryAfterSeconds !== undefined) response.setHeader('retry-after', error.retryAfterSeconds);
    if (error.status === 401) response.setHeader('www-authenticate', 'Bearer');
    sendJson(response, error.status, { error: error.message });
  } else sendJson(response, 503, { error: codeOf(error) });
}

/** The code only: a message of the database can name hosts, users and values. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[a-zA-Z_]{1,40}$/.test(code) ? code : 'internal_error';
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) throw new ApiError(413, 'The body is too large');
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
  } catch {
    throw new ApiError(400, 'The body is not JSON');
  }
}
