import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { AppModule, BACKGROUND_SERVICES } from './app.module.js';
import { assertEveryRouteDecided, UsersService, type FirstAdmin } from './auth/index.js';
import type { Composition } from './core.module.js';
import { BUILD_FOLDER, type Clock, type Config } from './platform/config/index.js';
import { acquireServerLock, ReplicaOrigin } from './platform/database/index.js';
import { configureHttp, serveDocs } from './platform/http/index.js';
import { PinoLoggerService } from './platform/logging/index.js';
import { startBackgroundServices } from './platform/scheduling/index.js';
import { selectUpstream, UpstreamSource } from './upstream/index.js';

/** A started server: it listens, and its background services are started or starting. */
export interface RunningServer {
  readonly app: NestExpressApplication;
  /** The address it listens on, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  /** True when it copies the built-in demo upstream. */
  readonly isDemo: boolean;
  /** The first admin that this start created; null when an admin existed. */
  readonly firstAdmin: FirstAdmin | null;
  /** Resolves when every background service has started or failed to. */
  readonly backgroundStarted: Promise<void>;
  /** Stops accepting requests, ends or releases the work that is running, then releases the lock. */
  close(): Promise<void>;
}

/**
 * Starts the whole product in this process: server lock, demo upstream when no other is configured, migrations, HTTP, then the
 * background services. It listens before the first sync begins. A failed start undoes the steps before it.
 * @throws OperationalError for a second server, another upstream or an unusable database.
 * @throws UserError when the first admin can't be created.
 */
export async function startServer(
  config: Config,
  logger: Logger,
  overrides: Pick<Composition, 'clock' | 'buildFolder' | 'rateLimiter' | 'passwordHashCost'> = {},
): Promise<RunningServer> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const lock = await acquireServerLock(config);
    undo.push(() => lock.release());
    const isDemo = selectUpstream(config.upstream).kind === 'demo';
    const demoUrl = isDemo ? await startDemo(overrides.clock, undo) : undefined;
    const app = await NestFactory.create<NestExpressApplication>(
      AppModule.forRoot({ config, logger, demoUrl, ...overrides }),
      {
        logger: new PinoLoggerService(logger),
        bodyParser: false,
        abortOnError: false,
        forceCloseConnections: true,
      },
    );
    undo.push(() => app.close());
    await app.get(ReplicaOrigin).bind(app.get(UpstreamSource).identity);
    prepareHttp(app, config, logger);
    const firstAdmin = config.role === 'worker' ? null : await app.get(UsersService).ensureFirstAdmin(config.admin);
    await app.listen(config.port, config.host);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const starting = new AbortController();
    const backgroundStarted = startBackgroundServices(
      BACKGROUND_SERVICES.map((service) => app.get(service)),
      { role: config.role, isOnlyServer: lock.isOnlyServer, signal: starting.signal, logger },
    );
    // Only a demo that copies data at its start gets managers, notes and a partial run.
    const isNewDemo = isDemo && firstAdmin !== null && config.sync.onStart === 'auto';
    const furnished = isNewDemo
      ? backgroundStarted.then(() => furnish(app, starting.signal, logger))
      : backgroundStarted;
    undo.push(async () => {
      starting.abort();
      await furnished;
    });
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    return { app, url: `http://${host}:${port}`, isDemo, firstAdmin, backgroundStarted, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the demo upstream and returns its address. */
async function startDemo(clock: Clock | undefined, undo: (() => Promise<void> | void)[]): Promise<string> {
  const { startDemoUpstream } = await import('./demo/demo-upstream.js');
  const demo = await startDemoUpstream({ hasFlaws: true, ...(clock && { now: () => clock.now() }) });
  undo.push(() => demo.close());
  return demo.url;
}

/** Furnishes a new demo. A failure leaves the demo without cards and is logged. */
async function furnish(app: NestExpressApplication, signal: AbortSignal, logger: Logger): Promise<void> {
  try {
    const { furnishDemo } = await import('./furnish-demo.js');
    await furnishDemo(app, signal);
    logger.info('the demo has managers and owners with restaurants, contacts, targets and notes');
  } catch (error) {
    if (!signal.aborted) logger.warn({ err: error }, 'the demo has no managers and contacts; everything else works');
  }
}

function prepareHttp(app: NestExpressApplication, config: Config, logger: Logger): void {
  const origin = app.get(ReplicaOrigin);
  app.use((_request: Request, response: Response, next: NextFunction) => {
    if (origin.isDemo) response.setHeader('X-Demo-Data', 'true');
    next();
  });
  if (config.role === 'worker') app.use(serveMonitoringOnly);
  configureHttp(app, config, logger);
  serveDocs(app, app.get<URL>(BUILD_FOLDER));
  assertEveryRouteDecided(app);
}

/** Lets a worker process serve health checks and metrics only. Every other request gets a 404. */
function serveMonitoringOnly({ path }: Request, response: Response, next: NextFunction): void {
  if (path === '/metrics' || /^\/health(\/|$)/.test(path)) {
    next();
    return;
  }
  const message = 'This process is a worker: it serves /health and /metrics only.';
  response.status(404).json({ statusCode: 404, error: 'Not Found', message, details: [] });
}
