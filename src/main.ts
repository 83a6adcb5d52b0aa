import 'reflect-metadata';
import { Panel } from './admin/panel/panel.js';
import { BadEnvironment, parseEnvironment } from './config/environment.js';
import { environment } from './config/process-environment.js';
import { OperationalError, UserError } from './errors.js';
import { createLogger } from './http/logger.js';
import { startServer } from './server.js';

async function main(): Promise<void> {
  const config = parseEnvironment(environment());
  const logger = createLogger(config, { stream: 'stdout' });
  const server = await startServer(config, logger);
  const { port } = new URL(server.url);
  logger.info({ port: Number(port), demo: server.demo }, `listening on ${server.url}`);
  if (config.role !== 'worker') {
    process.stderr.write(welcome(server));
    // Only now: importing AdminJS takes longer than all that went before.
    server.app
      .get(Panel)
      .load()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'the panel could not be loaded');
      });
  }

  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
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

/** Plain text for the person at the terminal; the password appears here once and nowhere else. */
function welcome({ url, demo, firstAdmin }: Awaited<ReturnType<typeof startServer>>): string {
  const lines = [`\nDelivery Stats is ready: ${url}/admin`];
  if (demo)
    lines.push(
      'DEMO DATA: 127 invented restaurants. Set DELIVERY_STATS_API_URL and DATABASE_URL to copy a real upstream.',
    );
  if (firstAdmin) {
    lines.push(`The first admin is ${firstAdmin.email}`);
    lines.push(
      firstAdmin.password ? `Password (shown only now): ${firstAdmin.password}` : 'The password is ADMIN_PASSWORD.',
    );
  }
  return `${lines.join('\n')}\n\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});

/** One sentence for what a person can mend; the stack for anything else. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof BadEnvironment || error instanceof OperationalError || error instanceof UserError) {
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
