import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** Probes and scrapers call these every few seconds. */
const QUIET = /^\/(health|metrics)(\/|$)/;

/** Query parameters of ours whose values are no secret; of all others only the name is logged. */
const SHOWN = new Set(
  'from to days daysBack view sort order status platform compare excludeFake page perPage source limit'.split(' '),
);

/**
 * Logs one line a finished request: `{reqId, method, path, status, ms}`, `aborted` when the caller left. The request id, a
 * UUID, is answered as `x-request-id`; `request.log` is a child logger that carries it.
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
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader('x-request-id', id);
      return id;
    },
    // The cause of a 5xx has a line of its own, so this one never is an error.
    customLogLevel: (request, response) => {
      if (response.statusCode >= 500) return 'warn';
      return QUIET.test(request.originalUrl) ? 'debug' : 'info';
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
    status: response.statusCode,
    ms: responseTime,
    ...(!response.writableFinished && { aborted: true }),
  };
}

/** The path with the query's names; a value is shown only when its parameter is known to hold no secret. */
export function loggedPath(url: string): string {
  const mark = url.indexOf('?');
  if (mark < 0) return url;
  const query = [...new URLSearchParams(url.slice(mark + 1))].map(
    ([name, value]) => `${encodeURIComponent(name)}=${SHOWN.has(name) ? encodeURIComponent(value) : '*'}`,
  );
  return `${url.slice(0, mark)}?${query.join('&')}`;
}
