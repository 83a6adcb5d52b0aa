import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../config/environment.js';
import { ProblemFilter } from './problem.filter.js';
import { requestLog } from './request-log.js';
import { compressed, securityHeaders } from './security.js';
import { SchemaPipe } from './validation.js';

/**
 * An idle connection stays open for so long. Longer than proxies and clients keep theirs: the side that reuses a connection
 * must be the one that closes it, or a request now and then meets the closing and fails.
 */
const KEEP_ALIVE_MS = 75_000;

/**
 * Puts the HTTP border in front of an application made with `{ bodyParser: false }`, before it listens: request log, security
 * headers, compression, body limits, validation and problem bodies.
 */
export function applyHttp(app: NestExpressApplication, config: Pick<Config, 'trustProxy'>, logger: Logger): void {
  const { trustProxy } = config;
  // Not through `app`, whose methods end the process when they throw.
  const express: Express = app.getHttpAdapter().getInstance();
  app.getHttpServer().keepAliveTimeout = KEEP_ALIVE_MS;
  if (trustProxy !== undefined) express.set('trust proxy', trustProxy);
  app.disable('x-powered-by');

  app.use(requestLog(logger));
  app.use(securityHeaders());
  app.use(compressed());
  app.useBodyParser('json', { limit: '1mb' });
  app.useBodyParser('urlencoded', { limit: '100kb', extended: false });
  app.use(emptyBody);

  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
}

/** Nothing sent counts as `{}`; something that no parser understood stays undefined, so that the pipe can refuse it. */
function emptyBody(request: Request, _response: Response, next: NextFunction): void {
  const sent = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!sent) request.body = {};
  next();
}
