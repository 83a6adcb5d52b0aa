import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Problem } from './problem.dto.js';
import { setRetryAfter } from './set-retry-after.js';
import { OperationalError, OverloadedError, UserError, type ProblemDetail } from '../../../domain/index.js';

const UNEXPECTED_STATUS: number = HttpStatus.INTERNAL_SERVER_ERROR;
const UNEXPECTED = 'Something went wrong on our side; the log has the details under this request id';

/** Headers that a handler may have set for a success and that are wrong on a problem. */
const SUCCESS_ONLY_HEADERS = [
  'content-disposition',
  'content-length',
  'content-encoding',
  'cache-control',
  'etag',
  'link',
];

/**
 * Turns every exception of a request into a {@link Problem}. A UserError keeps its status and details. An OperationalError is a
 * 503 and a warning in the log. Anything else is a bug: a 500 without details, logged once with its stack.
 */
@Catch()
export class AllExceptionsFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const body = isHealthResponse(exception) ? exception.getResponse() : toProblem(exception);
    const status = isHealthResponse(exception) ? exception.getStatus() : (body as Problem).statusCode;
    // The client went away while a response was streamed to it.
    if (isPrematureClose(exception)) return;
    this.report(exception, status, (request as Partial<Pick<Request, 'log'>>).log ?? this.logger);

    if (response.headersSent) {
      // A truncated response must not look complete.
      if (!response.writableEnded) {
        response.statusCode = status;
        response.destroy();
      }
      return;
    }
    for (const header of SUCCESS_ONLY_HEADERS) response.removeHeader(header);
    response.setHeader('cache-control', 'no-store');
    setRetryAfter(response, status, exception instanceof OverloadedError ? exception.retryAfterSeconds : undefined);
    if (isHealthResponse(exception)) sendJson(response, status, body);
    else this.send(request, response, body as Problem, exception);
  }

  /** Sends the problem of an exception as the response. */
  protected send(_request: Request, response: Response, problem: Problem, _exception: unknown): void {
    sendJson(response, problem.statusCode, problem);
  }

  private report(exception: unknown, status: number, log: Logger): void {
    if (exception instanceof OperationalError) {
      const cause = exception.cause instanceof Error ? exception.cause.message : undefined;
      log.warn({ code: exception.code, cause }, exception.message);
    } else if (exception instanceof OverloadedError) {
      log.warn(exception.message);
    } else if (status === UNEXPECTED_STATUS) {
      log.error({ err: exception }, 'unexpected error');
    }
  }
}

function sendJson(response: Response, status: number, body: object | string): void {
  response.status(status).type('application/json').send(JSON.stringify(body));
}

function toProblem(exception: unknown): Problem {
  if (exception instanceof UserError) return createProblem(exception.status, exception.message, exception.details);
  if (exception instanceof OverloadedError) return createProblem(HttpStatus.SERVICE_UNAVAILABLE, exception.message);
  if (exception instanceof OperationalError) return createProblem(HttpStatus.SERVICE_UNAVAILABLE, exception.message);
  if (exception instanceof HttpException && exception.getStatus() !== UNEXPECTED_STATUS) {
    return httpExceptionToProblem(exception);
  }
  return createProblem(HttpStatus.INTERNAL_SERVER_ERROR, UNEXPECTED);
}

function httpExceptionToProblem(exception: HttpException): Problem {
  const status = exception.getStatus();
  switch (bodyParserType(exception.cause)) {
    case 'entity.parse.failed':
      // The parser's own message quotes the body, which may hold secrets.
      return createProblem(status, 'The body is not valid JSON', [{ path: 'body', message: 'is not valid JSON' }]);
    case 'entity.too.large':
    case 'parameters.too.many':
      return createProblem(status, 'The body is too large', [{ path: 'body', message: 'is too large' }]);
    default:
      if (exceedsFormLimit(exception.cause)) {
        return createProblem(HttpStatus.PAYLOAD_TOO_LARGE, 'The form is too large', [
          { path: 'body', message: 'is too large' },
        ]);
      }
      return createProblem(status, messageOf(exception));
  }
}

function createProblem(statusCode: number, message: string, details: readonly ProblemDetail[] = []): Problem {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message, details };
}

function messageOf(exception: HttpException): string {
  const response = exception.getResponse();
  const message = typeof response === 'object' && 'message' in response ? response.message : exception.message;
  return Array.isArray(message) ? message.join('; ') : typeof message === 'string' ? message : exception.message;
}

/** Returns the `type` of a body-parser error, which Nest keeps as the cause. */
function bodyParserType(cause: unknown): unknown {
  return cause instanceof Error && 'type' in cause ? cause.type : undefined;
}

/** Returns whether multer gave up because a form exceeds one of its limits. Nest makes a 400 of it. */
function exceedsFormLimit(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^LIMIT_(PART_COUNT|FIELD_KEY|FIELD_VALUE|FIELD_COUNT)$/.test(code);
}

/** Returns whether `pipeline` ended because the other side closed the connection. */
function isPrematureClose(exception: unknown): boolean {
  return exception instanceof Error && 'code' in exception && exception.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Returns whether Terminus threw the exception, whose body is the health report that monitors read. */
function isHealthResponse(exception: unknown): exception is HttpException {
  if (!(exception instanceof HttpException)) return false;
  const response = exception.getResponse();
  return (
    typeof response === 'object' &&
    'status' in response &&
    typeof response.status === 'string' &&
    ('details' in response || 'info' in response)
  );
}
