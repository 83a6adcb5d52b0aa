import { connect, isIP, type Socket } from 'node:net';
import { createConnection, type Connection, type ConnectionOptions } from 'mysql2';
import type { MysqlSettings } from '../../platform/config/index.js';

/** A value that a column returns: dates are text, and so are decimals and integers beyond 2^53. */
export type Cell = string | number | Buffer | null;
export type Row = readonly Cell[];

export interface MysqlConnectionOptions {
  readonly settings: Pick<MysqlSettings, 'host' | 'port' | 'user' | 'password' | 'database' | 'tls'>;
  /** The time limit of a connection and of each statement, in milliseconds. */
  readonly timeoutMs: number;
  /** The zone of the statistics, IANA. The days of a TIMESTAMP column are days of this zone. */
  readonly timeZone: string;
}

/** A connection that can only read. Every value is a parameter of a prepared statement. */
export class MysqlConnection {
  private constructor(
    private readonly connection: Connection,
    /** The version as the server reports it: `10.11.6-MariaDB`. */
    readonly version: string,
  ) {}

  /** Opens a connection and sets its session. Closes it when `signal` aborts before that. */
  static async open(options: MysqlConnectionOptions, signal: AbortSignal): Promise<MysqlConnection> {
    const connection = createConnection(driverOptions(options));
    const abort = () => connection.destroy();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        connection.once('connect', () => resolve());
        // The listener stays: an error of an idle connection would end the process.
        connection.on('error', reject);
      });
      const [row] = await execute(connection, 'SELECT VERSION()');
      const text = String(row?.[0]);
      await execute(connection, sessionStatement(text, options));
      await execute(connection, 'SET SESSION TRANSACTION READ ONLY');
      return new MysqlConnection(connection, text);
    } catch (error) {
      connection.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Calls `listener` when the server or the network closes the connection. */
  onClosed(listener: () => void): void {
    this.connection.once('end', listener).once('error', listener);
  }

  /** Returns the rows of a prepared statement. `values` are text, because the driver would send a number as a double. */
  execute(sql: string, values: readonly string[] = []): Promise<readonly Row[]> {
    return execute(this.connection, sql, values);
  }

  /** Closes the connection at once. A statement that runs never settles. */
  destroy(): void {
    this.connection.destroy();
  }
}

/** Options of the driver that could change a value or run a second statement are fixed here. */
function driverOptions({ settings, timeoutMs }: MysqlConnectionOptions): ConnectionOptions {
  const { host, port, user, password, database, tls } = settings;
  return {
    host,
    port,
    user,
    password,
    database,
    connectTimeout: timeoutMs,
    charset: 'utf8mb4',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: false,
    decimalNumbers: false,
    rowsAsArray: true,
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    // `verifyIdentity` is off by default: any certificate of a known authority would do.
    ...(tls && { ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' } }),
    ...(tls && isIP(host) !== 0 && { stream: () => connectTo(host, port) }),
  };
}

/**
 * Opens a connection to an IP address. Node checks a certificate against the `_host` of the socket when it is not told a name, which
 * the driver does not tell for an address. It would check it against `localhost`.
 */
function connectTo(address: string, port: number): Socket {
  return Object.assign(connect(port, address).setNoDelay(true), { _host: address });
}

/** Named zones can be missing on the server. */
function sessionStatement(version: string, { timeoutMs, timeZone }: MysqlConnectionOptions): string {
  const zone = offsetOf(timeZone);
  return `SET SESSION sql_mode = 'STRICT_TRANS_TABLES', SESSION time_zone = '${zone}', SESSION ${statementLimit(version, timeoutMs)}`;
}

/** Returns the setting of a time limit: MariaDB limits every statement, in seconds, MySQL a SELECT, in milliseconds. */
export function statementLimit(version: string, timeoutMs: number): string {
  return /mariadb/i.test(version) ? `max_statement_time = ${timeoutMs / 1000}` : `max_execution_time = ${timeoutMs}`;
}

/** Returns the offset of a zone from UTC at this moment: `+08:00`. */
function offsetOf(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts();
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return /[+-]\d{2}:\d{2}/.exec(name)?.[0] ?? '+00:00';
}

/** Prepared statements only: with NO_BACKSLASH_ESCAPES the driver's own escaping of `query()` is an injection. */
async function execute(connection: Connection, sql: string, values: readonly string[] = []): Promise<readonly Row[]> {
  const [rows] = await connection.promise().execute({ sql, rowsAsArray: true }, [...values]);
  return Array.isArray(rows) ? (rows as unknown as Row[]) : [];
}
