import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { AllExceptionsFilter } from './responses/all-exceptions.filter.js';
import { PageLinksInterceptor } from './responses/page-links.interceptor.js';
import { parseBodies } from './input/request-bodies.js';
import { queueFairly } from './network/fair-queue.js';
import { requestLog } from './request-log.js';
import { compressResponses, securityHeaders, storeNothing } from './security.js';
import { ZodValidationPipe } from './input/zod-validation.pipe.js';
import type { Config } from '../config/index.js';

/**
 * The time that an idle connection stays open. It is longer than in proxies and clients, because the side that reuses a connection
 * must close it; otherwise a request sometimes fails on a connection that the server closes.
 */
const KEEP_ALIVE_MS = 75_000;

/**
 * Adds request log, a fair queue, security headers, compression, body limits, validation and problem bodies to an application. Create it with
 * `{ bodyParser: false }` and call this before it listens.
 */
export function configureHttp(app: NestExpressApplication, config: Pick<Config, 'trustProxy'>, logger: Logger): void {
  const { trustProxy } = config;
  // Not through `app`, whose methods end the process when they throw.
  const express: Express = app.getHttpAdapter().getInstance();
  app.getHttpServer().keepAliveTimeout = KEEP_ALIVE_MS;
  if (trustProxy !== undefined) express.set('trust proxy', trustProxy);
  app.disable('x-powered-by');

  app.use(requestLog(logger));
  app.use(queueFairly());
  app.use(securityHeaders());
  app.use(storeNothing);
  app.use(compressResponses());
  app.use(...parseBodies());

  app.useGlobalPipes(new ZodValidationPipe());
  app.useGlobalInterceptors(new PageLinksInterceptor());
  app.useGlobalFilters(new AllExceptionsFilter(logger));
}
