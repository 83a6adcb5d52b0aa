import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { CoreModule } from '../core.module.js';
import { ConfigModule, type Config } from '../platform/config/index.js';
import { startDemoUpstream } from '../demo/index.js';
import { LoggerModule, PinoLoggerService } from '../platform/logging/index.js';
import { selectUpstream, UpstreamModule, UpstreamSource } from '../upstream/index.js';

/** What a command is composed of. */
export interface CommandParts {
  readonly config: Config;
  readonly logger: Logger;
}

/** Runs `work` on the product without its HTTP side, then closes it. The upstream must not be called. */
export function withAppContext<T>(parts: CommandParts, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return withContext(CoreModule.forRoot(parts), parts.logger, work);
}

/** As {@link withAppContext}, with an upstream that responds: the configured one, or the demo upstream, which is started in this process. */
export function withAppContextAndUpstream<T>(
  parts: CommandParts,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  return withDemoIfSelected(parts.config, (demoUrl) =>
    withContext(CoreModule.forRoot({ ...parts, demoUrl }), parts.logger, work),
  );
}

@Module({})
class SourceOnly {}

/** Runs `work` on the upstream alone; the replica is not touched. */
export function withUpstreamSource<T>(parts: CommandParts, work: (source: UpstreamSource) => Promise<T>): Promise<T> {
  return withDemoIfSelected(parts.config, (demoUrl) =>
    withContext(
      {
        module: SourceOnly,
        imports: [
          ConfigModule.forRoot(parts.config),
          LoggerModule.forRoot(parts.logger),
          UpstreamModule.forRoot({ demoUrl }),
        ],
      },
      parts.logger,
      (app) => work(app.get(UpstreamSource)),
    ),
  );
}

/** Runs `work` with the address of a demo upstream in this process; undefined when the environment selects another upstream. */
async function withDemoIfSelected<T>(config: Config, work: (demoUrl: string | undefined) => Promise<T>): Promise<T> {
  if (selectUpstream(config.upstream).kind !== 'demo') return work(undefined);
  const demo = await startDemoUpstream();
  try {
    return await work(demo.url);
  } finally {
    await demo.close();
  }
}

/** Nest logs what it then throws; the command reports that error itself. */
class CommandLogger extends PinoLoggerService {
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest);
  }
}

async function withContext<T>(
  module: Parameters<typeof NestFactory.createApplicationContext>[0],
  logger: Logger,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const options = { logger: new CommandLogger(logger), abortOnError: false };
  const app = await NestFactory.createApplicationContext(module, options);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
