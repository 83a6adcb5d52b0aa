import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AppModule } from '../app.module.js';
import { ConfigModule } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { DEMO_UPSTREAM } from '../database/upstream-memory.js';
import { startDemoUpstream } from '../demo/demo-upstream.js';
import { PinoLoggerService } from '../http/logger.js';
import { UpstreamModule, type UpstreamAddress } from '../upstream/upstream.module.js';
import { UpstreamSource } from '../upstream/upstream-source.js';

/** What a command is composed of. */
export interface CommandParts {
  readonly config: Config;
  readonly logger: Logger;
}

/** Nobody answers here, by RFC 2606: for commands that read the replica and call no upstream. */
const UNCALLED_DEMO: UpstreamAddress = { url: 'http://demo.invalid', identity: DEMO_UPSTREAM };

/** Runs `work` on the product without its HTTP side, then closes it. The upstream must not be called. */
export function withProduct<T>(parts: CommandParts, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const { url } = parts.config.upstream;
  return withContext(AppModule.for({ ...parts, upstream: url ? { url } : UNCALLED_DEMO }), parts.logger, work);
}

/** As {@link withProduct}, with an upstream that answers: the configured one, or the demo one started in this process. */
export function withWorkingProduct<T>(
  parts: CommandParts,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  return withUpstreamAddress(parts.config, (upstream) =>
    withContext(AppModule.for({ ...parts, upstream }), parts.logger, work),
  );
}

@Module({})
class SourceOnly {}

/** Runs `work` on the upstream alone; the replica is not touched. */
export function withUpstreamSource<T>(parts: CommandParts, work: (source: UpstreamSource) => Promise<T>): Promise<T> {
  return withUpstreamAddress(parts.config, (upstream) =>
    withContext(
      { module: SourceOnly, imports: [ConfigModule.for(parts.config), UpstreamModule.for(upstream)] },
      parts.logger,
      (app) => work(app.get(UpstreamSource)),
    ),
  );
}

async function withUpstreamAddress<T>(config: Config, work: (address: UpstreamAddress) => Promise<T>): Promise<T> {
  if (config.upstream.url) return work({ url: config.upstream.url });
  const demo = await startDemoUpstream();
  try {
    return await work({ url: demo.url, identity: DEMO_UPSTREAM });
  } finally {
    await demo.close();
  }
}

/** Nest logs what it then throws; the command answers with that error itself. */
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
