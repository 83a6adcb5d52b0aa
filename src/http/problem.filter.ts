import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { OperationalError, UserError, type ProblemDetail } from '../errors.js';

/** The body of every 4xx and 5xx answer. `error` is the status's reason phrase. */
export interface Problem {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly details: readonly ProblemDetail[];
}

const UNEXPECTED_STATUS: number = HttpStatus.INTERNAL_SERVER_ERROR;
const UNEXPECTED = 'Something went wrong on our side; the log has the details under this request id';

/** Headers a handler may have set for the answer it meant to give, wrong on a problem. */
const OF_THE_OTHER_ANSWER = ['content-disposition', 'content-length', 'content-encoding', 'cache-control', 'etag'];

/**
 * Turns whatever a request ended in into a {@link Problem}: the caller's mistakes keep their status and details, failures of
 * the world are a 503 and a warning, anything else is a bug: a 500 that tells the caller nothing, logged once with its stack.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const body = isHealthAnswer(exception) ? exception.getResponse() : problemOf(exception);
    const status = exception instanceof HttpException ? exception.getStatus() : (body as Problem).statusCode;
    this.report(exception, status, (request as Partial<Pick<Request, 'log'>>).log ?? this.logger);

    if (response.headersSent) {
      // Half an answer must not look like a whole one.
      if (!response.writableEnded) response.destroy();
      return;
    }
    for (const header of OF_THE_OTHER_ANSWER) response.removeHeader(header);
    if (isHealthAnswer(exception)) sendJson(response, status, body);
    else this.send(request, response, body as Problem);
  }

  /** Answers a request with its problem. */
  protected send(_request: Request, response: Response, problem: Problem): void {
    sendJson(response, problem.statusCode, problem);
  }

  private report(exception: unknown, status: number, log: Logger): void {
    if (exception instanceof OperationalError) {
      const cause = exception.cause instanceof Error ? exception.cause.message : undefined;
      log.warn({ code: exception.code, cause }, exception.message);
    } else if (status === UNEXPECTED_STATUS) {
      log.error({ err: exception }, 'unexpected error');
    }
  }
}

function sendJson(response: Response, status: number, body: object | string): void {
  response.status(status).type('application/json').send(JSON.stringify(body));
}

function problemOf(exception: unknown): Problem {
  if (exception instanceof UserError) return problem(exception.status, exception.message, exception.details);
  if (exception instanceof OperationalError) return problem(HttpStatus.SERVICE_UNAVAILABLE, exception.message);
  if (exception instanceof HttpException && exception.getStatus() !== UNEXPECTED_STATUS) {
    return problemOfHttp(exception);
  }
  return problem(HttpStatus.INTERNAL_SERVER_ERROR, UNEXPECTED);
}

function problemOfHttp(exception: HttpException): Problem {
  const status = exception.getStatus();
  switch (bodyParserType(exception.cause)) {
    case 'entity.parse.failed':
      // The parser's own message quotes the body, secrets and all.
      return problem(status, 'The body is not valid JSON', [{ path: 'body', message: 'is not valid JSON' }]);
    case 'entity.too.large':
      return problem(status, 'The body is too large', [{ path: 'body', message: 'is too large' }]);
    default:
      return problem(status, messageOf(exception));
  }
}

function problem(statusCode: number, message: string, details: readonly ProblemDetail[] = []): Problem {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message, details };
}

function messageOf(exception: HttpException): string {
  const response = exception.getResponse();
  const message = typeof response === 'object' && 'message' in response ? response.message : exception.message;
  return Array.isArray(message) ? message.join('; ') : typeof message === 'string' ? message : exception.message;
}

/** body-parser names what went wrong in `type`; Nest hands its error on as the cause. */
function bodyParserType(cause: unknown): unknown {
  return cause instanceof Error && 'type' in cause ? cause.type : undefined;
}

/** Terminus reports an unhealthy state by throwing its whole answer, which monitors read. */
function isHealthAnswer(exception: unknown): exception is HttpException {
  if (!(exception instanceof HttpException)) return false;
  const response = exception.getResponse();
  return (
    typeof response === 'object' &&
    'status' in response &&
    typeof response.status === 'string' &&
    ('details' in response || 'info' in response)
  );
}
