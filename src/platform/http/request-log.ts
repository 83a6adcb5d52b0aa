import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { clientAddress } from './network/client-address.js';

/** Probes and scrapers call these every few seconds. */
const PROBE_PATH = /^\/(health|metrics)(\/|$)/;

/** Query parameters of ours whose values are no secret; of all others only the name is logged. */
const LOGGED_PARAMETERS = new Set(
  'from to days daysBack view sort order status platform compare excludeFake page perPage source limit'.split(' '),
);

/** The status that is logged for a request whose client disconnected before the response was complete (nginx's code). */
const CLIENT_CLOSED_REQUEST = 499;

const callers = new WeakMap<Request, string>();

/** Names who sent a request in its log line: a user's e-mail or `token:NAME`. */
export function setLoggedPrincipal(request: Request, caller: string): void {
  callers.set(request, caller);
}

/**
 * Returns the middleware that logs one line per finished request: `{reqId, method, path, status, ms, address, caller}`. `caller` is
 * null without valid credentials. The status is 499 when the client disconnected before the response was complete. The request id, a UUID, is the response header `x-request-id`; `request.log` is a child logger with it.
 */
export function requestLog(logger: Logger) {
  return pinoHttp<Request, Response>({
    logger,
    quietReqLogger: true,
    quietResLogger: true,
    // Left on, it would put pino's own error serializer, which prints every property, in front of ours.
    wrapSerializers: false,
    // Bound to a child logger whatever the options say; the line names what it needs.
    serializers: { req: () => undefined },
    genReqId: (request, response) => {
      // Now, because a closed connection has no address.
      clientAddress(request);
      const id = randomUUID();
      response.setHeader('x-request-id', id);
      return id;
    },
    // The cause of a 5xx has a line of its own, so this one never is an error.
    customLogLevel: (request, response) => {
      if (response.statusCode >= 500) return 'warn';
      return PROBE_PATH.test(request.originalUrl) ? 'debug' : 'info';
    },
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request',
    customSuccessObject: line,
    customErrorObject: (request, response, _error, value: { responseTime: number }) => line(request, response, value),
  });
}

function line(request: Request, response: Response, { responseTime }: { responseTime: number }) {
  return {
    method: request.method,
    path: loggedPath(request.originalUrl),
    status: response.writableFinished || response.statusCode >= 500 ? response.statusCode : CLIENT_CLOSED_REQUEST,
    ms: responseTime,
    address: clientAddress(request),
    caller: callers.get(request) ?? null,
  };
}

/** The path of a report's link holds its token, which opens the report. */
const REPORT_LINK = /^\/r\/[^?]+/;

/** Returns the path with the names of the query. A value is shown only when its parameter is known to hold no secret. */
export function loggedPath(url: string): string {
  if (REPORT_LINK.test(url)) return '/r/*';
  const mark = url.indexOf('?');
  if (mark < 0) return url;
  const query = [...new URLSearchParams(url.slice(mark + 1))].map(
    ([name, value]) => `${encodeURIComponent(name)}=${LOGGED_PARAMETERS.has(name) ? encodeURIComponent(value) : '*'}`,
  );
  return `${url.slice(0, mark)}?${query.join('&')}`;
}
