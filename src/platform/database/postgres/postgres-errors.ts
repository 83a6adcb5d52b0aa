import { driverErrorCode, type Fault } from '../driver-error-code.js';

const UNREACHABLE = 'PostgreSQL does not respond. Check that it runs, and DATABASE_URL.';
const UNAUTHORIZED = 'PostgreSQL rejected the user or the password of DATABASE_URL.';

/** By SQLSTATE or its class, else by the network's code. */
const EXPLANATIONS: readonly [prefix: string, code: string, message: string][] = [
  ['53100', 'disk_full', 'The disk of PostgreSQL is full. Free some space; nothing that was held is lost.'],
  ['53300', 'database_busy', 'PostgreSQL has no connection left. Raise max_connections, or run fewer processes.'],
  ['25006', 'database_read_only', 'PostgreSQL is read-only: DATABASE_URL names a standby, or writing is switched off.'],
  ['58', 'database_io', 'PostgreSQL failed to read or write its disk. Its own log says more.'],
  ['XX00', 'database_corrupt', 'PostgreSQL found its data damaged. Its own log says more.'],
  ['28', 'database_refused', UNAUTHORIZED],
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

/** Messages of PostgreSQL and pg whose code does not say enough. */
const CAUSES: readonly [pattern: RegExp, code: string, message: string][] = [
  [
    /no pg_hba\.conf entry.*(no encryption|SSL off)/,
    'database_refused',
    'PostgreSQL accepts only encrypted connections from here. Add ?sslmode=require to DATABASE_URL.',
  ],
  [
    /no pg_hba\.conf entry/,
    'database_refused',
    'PostgreSQL accepts no connection of this user from this machine. Its pg_hba.conf needs an entry.',
  ],
  [
    /server does not support SSL/,
    'database_refused',
    'PostgreSQL does not offer encryption. Remove sslmode from DATABASE_URL.',
  ],
  [
    /unsupported startup parameter/,
    'database_refused',
    'The pooler before PostgreSQL refuses a parameter of DATABASE_URL. Remove its options=..., or list them in ignore_startup_parameters.',
  ],
];

/** Codes of Node about the certificate of the server. */
const UNTRUSTED_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS_/;

/** Messages of pg and TypeORM, which carry no code, about a connection that was lost or not made. */
const LOST_CONNECTION =
  /^(Connection terminated|timeout e(xceeded|xpired)|Client (has|was)|Query runner already released)/;

/** The SQLSTATE of an error of PostgreSQL; null for any other error. */
export function postgresCode(error: unknown): string | null {
  const code = driverErrorCode(error);
  return code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Returns a failure of the server or the network with a plain message; null for any other error. */
export function postgresFault(error: unknown): Fault | null {
  const text = error instanceof Error ? error.message : '';
  const cause = CAUSES.find(([pattern]) => pattern.test(text));
  if (cause) return { code: cause[1], message: cause[2] };
  const code = driverErrorCode(error);
  if (code !== null && UNTRUSTED_CERTIFICATE.test(code)) {
    const message = `The certificate of PostgreSQL is not trusted (${code}). Add sslrootcert=FILE with its authority to DATABASE_URL, or sslmode=no-verify on a network you trust.`;
    return { code: 'database_refused', message };
  }
  const match = code && EXPLANATIONS.find(([prefix]) => code.startsWith(prefix));
  if (match) return { code: match[1], message: match[2] };
  return LOST_CONNECTION.test(text) ? { code: 'database_unreachable', message: UNREACHABLE } : null;
}
