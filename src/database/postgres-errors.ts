import { driverCode, type Fault } from './driver-code.js';

const UNREACHABLE = 'PostgreSQL does not answer. Check that it runs, and DATABASE_URL.';
const REFUSED = 'PostgreSQL refused the user or the password of DATABASE_URL.';

/** By SQLSTATE or its class, else by the network's code. */
const EXPLANATIONS: readonly [prefix: string, code: string, message: string][] = [
  ['53100', 'disk_full', 'The disk of PostgreSQL is full. Free some space; nothing that was held is lost.'],
  ['53300', 'database_busy', 'PostgreSQL has no connection left. Raise max_connections, or run fewer processes.'],
  [
    '25006',
    'database_read_only',
    'PostgreSQL can only be read: DATABASE_URL names a standby, or writing is switched off.',
  ],
  ['58', 'database_io', 'PostgreSQL failed to read or write its disk. Its own log says more.'],
  ['XX00', 'database_corrupt', 'PostgreSQL found its data damaged. Its own log says more.'],
  ['28', 'database_refused', REFUSED],
  ['3D000', 'database_unreachable', 'PostgreSQL has no database of the name in DATABASE_URL. Create it, empty.'],
  ['42501', 'database_refused', 'The PostgreSQL user of DATABASE_URL may not do this. It must own the tables.'],
  ['40P01', 'database_busy', 'PostgreSQL broke off a deadlock. Trying again helps.'],
  ['55P03', 'database_busy', 'Another process kept PostgreSQL locked for too long.'],
  ['57014', 'database_busy', 'PostgreSQL took too long over one statement.'],
  ['25P03', 'database_unreachable', 'PostgreSQL closed a connection on which nothing had happened for too long.'],
  ['57P', 'database_unreachable', UNREACHABLE],
  ['08', 'database_unreachable', UNREACHABLE],
  ['ECONN', 'database_unreachable', UNREACHABLE],
  ['EPIPE', 'database_unreachable', UNREACHABLE],
  ['ENOTFOUND', 'database_unreachable', UNREACHABLE],
  ['EAI_AGAIN', 'database_unreachable', UNREACHABLE],
  ['ETIMEDOUT', 'database_unreachable', UNREACHABLE],
  ['EHOSTUNREACH', 'database_unreachable', UNREACHABLE],
];

/** What pg and TypeORM say of a connection that went away or never came, without any code. */
const LOST = /^(Connection terminated|timeout e(xceeded|xpired)|Client (has|was)|Query runner already released)/;

/** The SQLSTATE of an error of PostgreSQL; null for any other error. */
export function postgresCode(error: unknown): string | null {
  const code = driverCode(error);
  return code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** What the server or the network did to us, in plain words; null for any other error. */
export function postgresFault(error: unknown): Fault | null {
  const code = driverCode(error);
  const match = code && EXPLANATIONS.find(([prefix]) => code.startsWith(prefix));
  if (match) return { code: match[1], message: match[2] };
  return error instanceof Error && LOST.test(error.message)
    ? { code: 'database_unreachable', message: UNREACHABLE }
    : null;
}
