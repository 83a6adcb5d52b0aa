import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { AlertWatch } from './alerts/alert-watch.js';
import { AppModule, type Composition } from './app.module.js';
import { assertEveryRouteDecided } from './auth/access.js';
import { UsersService, type FirstAdmin } from './auth/users.service.js';
import { BackupSchedule } from './backup/backup-schedule.js';
import { CollectionSchedule } from './collection/collection-schedule.js';
import { CollectionWorker } from './collection/collection-worker.js';
import type { Clock } from './config/config.module.js';
import type { Config } from './config/environment.js';
import { acquireServerLock } from './database/server-lock.js';
import { DEMO_UPSTREAM, UpstreamMemory } from './database/upstream-memory.js';
import { Housekeeping } from './housekeeping/housekeeping.js';
import { applyHttp } from './http/apply-http.js';
import { PinoLoggerService } from './http/logger.js';
import { serveDocs } from './http/docs.js';
import { apiDocument } from './http/openapi.js';
import { FirstClients } from './sync/first-clients.js';
import { LateYesterday } from './sync/late-yesterday.js';
import { SyncSchedule } from './sync/sync-schedule.js';
import { SyncWorker } from './sync/sync-worker.js';
import type { UpstreamAddress } from './upstream/upstream.module.js';
import { UpstreamSource } from './upstream/upstream-source.js';
import { VERSION } from './version.js';
import { ColumnsCache } from './stats/columns-cache.js';

/** A server that listens and works. */
export interface RunningServer {
  readonly app: NestExpressApplication;
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly demo: boolean;
  /** Who was made the first admin at this start; null when there was one. */
  readonly firstAdmin: FirstAdmin | null;
  /** Resolves when the worker and the schedule are at work, or could not be started. */
  readonly begun: Promise<void>;
  /** Finishes or gives back what is under way, then stops. */
  close(): Promise<void>;
}

/**
 * Starts the whole product in this process: lock, demo upstream when no other is configured, migrations, HTTP, the worker
 * and the schedule. It listens before the first sync begins.
 * @throws OperationalError for a second server, another upstream or an unusable database; BadEnvironment.
 */
export async function startServer(
  config: Config,
  logger: Logger,
  { clock, gate }: Pick<Composition, 'clock' | 'gate'> = {},
): Promise<RunningServer> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const lock = await acquireServerLock(config);
    undo.push(() => lock.release());
    const upstream = await addressOf(config, clock, undo);
    const app = await NestFactory.create<NestExpressApplication>(
      AppModule.for({ config, logger, upstream, clock, gate }),
      {
        logger: new PinoLoggerService(logger),
        bodyParser: false,
        abortOnError: false,
        forceCloseConnections: true,
      },
    );
    undo.push(() => app.close());
    await app.get(UpstreamMemory).claim(app.get(UpstreamSource).identity);
    prepare(app, config, logger);
    const firstAdmin = config.role === 'worker' ? null : await app.get(UsersService).ensureFirstAdmin(config.admin);
    await app.listen(config.port, config.host);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const starting = new AbortController();
    const begun = begin(app, { role: config.role, alone: lock.alone }, starting.signal).catch((error: unknown) => {
      logger.error({ err: error }, 'the sync could not be started');
    });
    undo.push(async () => {
      starting.abort();
      await begun;
    });
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    const demo = upstream.identity === DEMO_UPSTREAM;
    return { app, url: `http://${host}:${port}`, demo, firstAdmin, begun, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addressOf(
  config: Config,
  clock: Clock | undefined,
  undo: (() => Promise<void> | void)[],
): Promise<UpstreamAddress> {
  if (config.upstream.url) return { url: config.upstream.url };
  const { startDemoUpstream } = await import('./demo/demo-upstream.js');
  const demo = await startDemoUpstream(clock && { now: () => clock.now() });
  undo.push(() => demo.close());
  return { url: demo.url, identity: DEMO_UPSTREAM };
}

function prepare(app: NestExpressApplication, config: Config, logger: Logger): void {
  const memory = app.get(UpstreamMemory);
  app.use((_request: Request, response: Response, next: NextFunction) => {
    if (memory.demo) response.setHeader('X-Demo-Data', 'true');
    next();
  });
  if (config.role === 'worker') app.use(onlyMonitoring);
  applyHttp(app, config, logger);
  serveDocs(app, () => apiDocument(app, VERSION));
  assertEveryRouteDecided(app);
}

/** What follows the listening: the worker, the first clients, the schedule; then the first reader need not wait for columns. */
async function begin(
  app: NestExpressApplication,
  { role, alone }: { role: Config['role']; alone: boolean },
  signal: AbortSignal,
): Promise<void> {
  if (role !== 'web') await beginWork(app, alone, signal);
  if (role !== 'worker' && !signal.aborted) await app.get(ColumnsCache).warm();
}

async function beginWork(app: NestExpressApplication, alone: boolean, signal: AbortSignal): Promise<void> {
  await app.get(SyncWorker).start({ alone });
  await app.get(CollectionWorker).start();
  await app.get(FirstClients).take(signal);
  if (signal.aborted) return;
  await app.get(SyncSchedule).start();
  await app.get(LateYesterday).start();
  await app.get(CollectionSchedule).start();
  app.get(AlertWatch).start();
  app.get(BackupSchedule).start();
  app.get(Housekeeping).start();
}

/** A worker is looked after like any process, and serves nobody else. */
function onlyMonitoring({ path }: Request, response: Response, next: NextFunction): void {
  if (path === '/metrics' || /^\/health(\/|$)/.test(path)) {
    next();
    return;
  }
  const message = 'This process is a worker: it answers /health and /metrics only.';
  response.status(404).json({ statusCode: 404, error: 'Not Found', message, details: [] });
}
