import { UpstreamCallError } from '../http/upstream-call.error.js';
import { TooManyRequestsResponse } from '../limiter/adaptive-rate-limiter.js';
import type { UpstreamErrorCode } from '../upstream-source.js';

interface KnownError {
  readonly code: UpstreamErrorCode;
  readonly text: string;
  readonly retryable?: boolean;
}

const CHECK_URL = 'Check DELIVERY_STATS_MYSQL_URL.';
const GRANTS =
  'The database does not let its user read a table, or the table does not exist. Check the grants, DELIVERY_STATS_MYSQL_TABLE and DELIVERY_STATS_MYSQL_RESTAURANTS.';
const TIMEOUT =
  'The database did not finish a query in time. Check that the statistics have an index on restaurant and day, or raise SYNC_TIMEOUT_MS.';
const BUSY = 'The database cancelled a query in favour of others. If it goes on, tell whoever runs it.';

const refused = (text: string): KnownError => ({ code: 'upstream_refused', text });
const misconfigured = (text: string): KnownError => ({ code: 'upstream_misconfigured', text });
const unreachable = (text: string): KnownError => ({ code: 'upstream_unreachable', text, retryable: true });
const timeout: KnownError = { code: 'upstream_timeout', text: TIMEOUT, retryable: true };
const busy: KnownError = { code: 'upstream_error', text: BUSY, retryable: true };

/** By number, because MariaDB has no code for some of its errors. */
const BY_NUMBER: ReadonlyMap<number, KnownError> = new Map([
  [1044, refused(`The database does not accept its user for this schema. ${CHECK_URL}`)],
  [1045, refused(`The database does not accept the user or the password. ${CHECK_URL}`)],
  [1130, refused('The database accepts no connection from this machine. Check the host of its user.')],
  [1142, refused(GRANTS)],
  [1143, refused(GRANTS)],
  [1370, refused(GRANTS)],
  [1698, refused(`The database does not accept the user or the password. ${CHECK_URL}`)],
  [1049, misconfigured(`The database of this name does not exist. ${CHECK_URL}`)],
  [
    1146,
    misconfigured('A table of the statistics does not exist. Check the names in the settings DELIVERY_STATS_MYSQL_*.'),
  ],
  [1054, misconfigured('A column of the statistics does not exist. Create the view of docs/MYSQL.md.')],
  [1356, misconfigured('The view of the statistics is invalid: something that it reads is gone. Create it anew.')],
  [1267, misconfigured('The view of the statistics compares texts of different collations. Create it anew.')],
  [
    3159,
    misconfigured('The database accepts encrypted connections only. Add ?tls=required to DELIVERY_STATS_MYSQL_URL.'),
  ],
  [1969, timeout],
  [3024, timeout],
  [1317, timeout],
  [1205, busy],
  [1213, busy],
  [1412, busy],
]);

const TOO_MANY: ReadonlySet<number> = new Set([1040, 1203, 1226]);

const BY_CODE: readonly (readonly [RegExp, KnownError])[] = [
  [/^ECONNREFUSED$/, unreachable(`No database responds at this address. ${CHECK_URL}`)],
  [/^ENOTFOUND$/, unreachable(`The host of the database does not exist. ${CHECK_URL}`)],
  [/^EAI_/, unreachable("The name service did not respond. Check this machine's network.")],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, unreachable("There is no way to the database. Check this machine's network.")],
  [
    /^(ETIMEDOUT|PROTOCOL_SEQUENCE_TIMEOUT)$/,
    { ...timeout, text: `The database did not respond in time. ${CHECK_URL}` },
  ],
  [/^HANDSHAKE_NO_SSL_SUPPORT$/, misconfigured('The database does not encrypt connections. Turn on TLS there.')],
  [
    /^(HANDSHAKE_SSL_ERROR|ERR_(TLS|SSL)_.*)$/,
    misconfigured(`The encryption of the database's connection failed. Check its TLS settings.`),
  ],
];

/**
 * Returns the error of a rejected connection or query, or {@link TooManyRequestsResponse}. The text is ours: the text of the
 * database can quote values.
 */
export function toCallError(error: unknown): UpstreamCallError | TooManyRequestsResponse {
  if (error instanceof UpstreamCallError) return error;
  const { errno, code } = readNumberAndCode(error);
  if (isTooManyConnections(error)) return new TooManyRequestsResponse(null);
  const known =
    BY_NUMBER.get(errno) ?? findCertificateError(error) ?? BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
  const name = errno > 0 ? `error ${errno}` : code;
  if (known) return new UpstreamCallError(known.code, `${known.text} (${name})`, known.retryable ?? false);
  if (errno > 0) {
    const text = `The database failed (error ${errno}). If it goes on, tell whoever runs it.`;
    return new UpstreamCallError('upstream_error', text, true);
  }
  const text = `The connection to the database was lost (${code}). If it goes on, tell whoever runs it.`;
  return new UpstreamCallError('upstream_unreachable', text, true);
}

const CERTIFICATE_OF_OTHER_HOST = misconfigured(
  'The certificate of the database is for another host. Write a name of the certificate into DELIVERY_STATS_MYSQL_URL, or have one made for this host.',
);
const CERTIFICATE_EXPIRED = misconfigured('The certificate of the database has expired. Have it renewed there.');
const CERTIFICATE_OF_UNKNOWN_AUTHORITY = misconfigured(
  'The certificate of the database is from an authority that this machine does not know. Put the file of the authority into NODE_EXTRA_CA_CERTS.',
);

/** Returns what is wrong with a certificate; undefined for other errors. The driver gives all of them one code. */
function findCertificateError(error: unknown): KnownError | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('cert' in error && 'host' in error) return CERTIFICATE_OF_OTHER_HOST;
  if (error.message === 'certificate has expired') return CERTIFICATE_EXPIRED;
  return /^self-signed certificate|^unable to (get|verify) /.test(error.message)
    ? CERTIFICATE_OF_UNKNOWN_AUTHORITY
    : undefined;
}

/** Returns whether the server is full, or its user has as many connections as it may have. */
export function isTooManyConnections(error: unknown): boolean {
  return TOO_MANY.has(readNumberAndCode(error).errno);
}

/** Returns the error of a database whose tables do not have the shape that is read. */
export function misconfiguredError(what: string): UpstreamCallError {
  const text = `${what} Create a view in the shape of docs/MYSQL.md and name it in DELIVERY_STATS_MYSQL_TABLE or DELIVERY_STATS_MYSQL_RESTAURANTS.`;
  return new UpstreamCallError('upstream_misconfigured', text, false);
}

/** Returns the number of an error of the database (0 for none) and the code of a network error. */
function readNumberAndCode(error: unknown): { readonly errno: number; readonly code: string } {
  if (typeof error !== 'object' || error === null) return { errno: 0, code: 'unknown' };
  const errno = 'errno' in error && typeof error.errno === 'number' && error.errno > 0 ? error.errno : 0;
  return { errno, code: 'code' in error && typeof error.code === 'string' ? error.code : 'unknown' };
}

/** Returns the error of a table with more rows than are read. */
export function tooManyRowsError(table: string, max: number): UpstreamCallError {
  const text = `The database holds more than ${max} rows in ${table} for one query, so nothing of it was read. Check that it has one row for each restaurant and day.`;
  return new UpstreamCallError('upstream_too_large', text, false);
}
