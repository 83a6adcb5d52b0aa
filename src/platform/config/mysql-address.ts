import { parseServerUrl, type InvalidUrl } from './server-url.js';

/** A MySQL or MariaDB database and the user who reads it. The password is secret. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Whether the connection is encrypted and the certificate of the server is checked. */
  readonly tls: boolean;
}

const DEFAULT_PORT = 3306;
const RULE = 'must be mysql://USER:PASSWORD@HOST:PORT/DATABASE, with ?tls=required or ?tls=off at most';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/**
 * Returns the address that `DELIVERY_STATS_MYSQL_URL` names, or the rule that it breaks. `tls` is the only parameter: the parser of
 * the driver turns every parameter into an option, `multipleStatements` too.
 */
export function parseMysqlUrl(value: string): MysqlAddress | InvalidUrl {
  const url = parseServerUrl(value, /^mysql:$/, RULE);
  if ('problem' in url) return url;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decodePart);
  if (!host || !user || !database || database.includes('/') || url.hash !== '') return { problem: RULE };
  const parameters = [...url.searchParams.keys()];
  if (parameters.some((name) => name !== 'tls') || parameters.length > 1) {
    return { problem: 'must have no parameter but one tls: other options of a driver are not passed on' };
  }
  const setting = url.searchParams.get('tls');
  if (setting !== null && setting !== 'required' && setting !== 'off') return { problem: RULE };
  const isLoopback = LOOPBACK.test(host);
  if (setting === 'off' && !isLoopback) {
    return { problem: 'must not have tls=off for another machine: everybody on the way could read the password' };
  }
  const tls = setting === null ? !isLoopback : setting === 'required';
  return { host, port: Number(url.port) || DEFAULT_PORT, user, password: password ?? '', database, tls };
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
