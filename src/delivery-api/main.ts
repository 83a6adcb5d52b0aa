import type { AddressInfo } from 'node:net';
import { OTHER_COLUMNS } from './api-columns.js';
import { CollectionService } from './collection/collection-service.js';
import { runCollection } from './collection/runner.js';
import { parseSettings, type Settings } from './environment.js';
import { createApi } from './server.js';
import { environment } from '../platform/config/index.js';
import { MysqlPool, MysqlReader } from '../upstream/mysql/index.js';

const TIMEOUT_MS = 30_000;
/** The zone of the statistics, in which a TIMESTAMP has its day. */
const TIME_ZONE = 'Asia/Makassar';
const DRAIN_MS = 20_000;

function createReader({ mysql }: Settings): MysqlReader {
  const pool = new MysqlPool({ settings: mysql, timeoutMs: TIMEOUT_MS, timeZone: TIME_ZONE });
  return new MysqlReader(pool, mysql, OTHER_COLUMNS);
}

async function main([command, id = '']: readonly string[]): Promise<void> {
  const settings = parseSettings(environment());
  const reader = createReader(settings);
  if (command === 'run-collection') {
    await runCollection(id, settings, reader, environment());
    reader.close();
    return;
  }
  const log = (line: object) => {
    const isError = 'error' in line;
    if (settings.logLevel === 'silent' || (settings.logLevel === 'error' && !isError)) return;
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
  };
  const collections = new CollectionService(settings, environment(), process.argv[1] ?? '');
  const server = createApi({ settings, reader, collections, log });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), port, message: 'listening' })}\n`);
  // Calls that are worked on end first. A collection goes on without this process.
  const stop = () => {
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
    server.close(() => {
      reader.close();
      process.exit(0);
    });
    server.closeIdleConnections();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
