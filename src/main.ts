import 'reflect-metadata';
import type { Logger } from 'pino';
import { startServer, type RunningServer } from './server.js';
import { AdminjsService } from './admin/index.js';
import { InvalidEnvironmentError, parseEnvironment, environment } from './platform/config/index.js';
import { OperationalError, UserError } from './domain/index.js';
import { exceptLoopbackFromProxy } from './platform/config/process-environment.js';
import { createLogger } from './platform/logging/index.js';
import { PrefixSumsCache } from './stats/index.js';

const ADMINJS_PRELOAD_DELAY_MS = 3000;

async function main(): Promise<void> {
  exceptLoopbackFromProxy();
  const config = parseEnvironment(environment());
  const logger = createLogger(config, { stream: 'stdout' });
  const server = await startServer(config, logger);
  if (config.trustProxy === true) {
    logger.warn(
      'TRUST_PROXY=true believes the address that any client names; give the number of proxies or their addresses',
    );
  }
  const { port } = new URL(server.url);
  logger.info({ port: Number(port), demo: server.isDemo }, `listening on ${server.url}`);
  let preload: NodeJS.Timeout | undefined;
  if (config.role !== 'worker') {
    process.stderr.write(welcome(server));
    preload = preloadAdminjs(server, logger);
  }

  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      clearTimeout(preload);
      logger.info({ signal }, 'shutting down');
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.fatal({ err: error }, 'could not shut down cleanly');
          process.exit(1);
        },
      );
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, 'a bug ended the process');
      process.exit(1);
    });
  }
}

/**
 * Imports AdminJS some seconds after the start. The import takes longer than the whole start, and neither the dashboard nor a sync needs it.
 * A page of AdminJS that is opened earlier imports it at once. Clear the timer to stop it.
 */
function preloadAdminjs({ app }: RunningServer, logger: Logger): NodeJS.Timeout {
  const preload = async () => {
    try {
      await app.get(PrefixSumsCache).warmRecentDays();
      await app.get(AdminjsService).load();
    } catch (error) {
      logger.error({ err: error }, 'the panel could not be loaded');
    }
  };
  return setTimeout(() => void preload(), ADMINJS_PRELOAD_DELAY_MS);
}

/** Returns the text for the person at the terminal. The generated password appears here once and nowhere else. */
function welcome({ url, isDemo, firstAdmin }: RunningServer): string {
  const lines = [`\nDelivery Stats is ready: ${url}/admin`];
  if (isDemo)
    lines.push(
      'DEMO DATA: 127 invented restaurants. Set DELIVERY_STATS_API_URL and DATABASE_URL to copy a real upstream.',
    );
  if (firstAdmin) {
    lines.push(`The first admin is ${firstAdmin.email}`);
    lines.push(
      firstAdmin.password
        ? `Password (shown only now, to be changed at the first login): ${firstAdmin.password}`
        : 'The password is ADMIN_PASSWORD.',
    );
  }
  return `${lines.join('\n')}\n\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});

/** Returns a sentence for an error that a person can fix, and the stack for any other error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof InvalidEnvironmentError || error instanceof OperationalError || error instanceof UserError) {
    return error.message;
  }
  switch ('code' in error && error.code) {
    case 'EADDRINUSE':
      return `The port is taken: ${error.message}. Set PORT to another one.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is no address of this machine: ${error.message}.`;
    case 'EACCES':
      return `The port may not be used: ${error.message}. Set PORT to another one.`;
    default:
      return error.stack ?? error.message;
  }
}
