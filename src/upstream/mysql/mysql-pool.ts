import { MysqlConnection, type MysqlConnectionOptions } from './mysql-connection.js';
import { cancelledError, UpstreamCallError } from '../http/upstream-call.error.js';
import { withTimeout } from '../../platform/scheduling/index.js';

/** An idle connection is closed after this time: a server allows its user few of them. */
const IDLE_MS = 30_000;

/**
 * Keeps the idle connections. The rate limiter limits their number. The pool of the driver does not wait for the settings of a
 * session, and a statement on a lost connection of it can hang.
 */
export class MysqlPool {
  private idle: MysqlConnection[] = [];
  private closeTimer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly options: MysqlConnectionOptions) {}

  /**
   * Runs `work` on a connection, within the time limit. A connection whose work failed, timed out or was cancelled is thrown away.
   * @throws UpstreamCallError `upstream_timeout` or `cancelled`, and every error of `work`.
   */
  use<T>(work: (connection: MysqlConnection) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { timeoutMs } = this.options;
    return withTimeout(
      async (ended) => {
        const connection = this.idle.pop() ?? (await this.open(ended));
        const discard = () => connection.destroy();
        ended.addEventListener('abort', discard, { once: true });
        try {
          const result = await work(connection);
          this.keep(connection);
          return result;
        } catch (error) {
          discard();
          throw error;
        } finally {
          ended.removeEventListener('abort', discard);
        }
      },
      { ms: timeoutMs, signal, cancelledError, timeoutError: () => timeoutError(timeoutMs) },
    );
  }

  /** Closes the idle connections. A connection in use is closed after its work. */
  close(): void {
    this.isClosed = true;
    this.closeIdle();
  }

  private async open(signal: AbortSignal): Promise<MysqlConnection> {
    const connection = await MysqlConnection.open(this.options, signal);
    connection.onClosed(() => {
      this.idle = this.idle.filter((other) => other !== connection);
    });
    return connection;
  }

  private keep(connection: MysqlConnection): void {
    if (this.isClosed) {
      connection.destroy();
      return;
    }
    this.idle.push(connection);
    clearTimeout(this.closeTimer);
    this.closeTimer = setTimeout(() => this.closeIdle(), IDLE_MS).unref();
  }

  private closeIdle(): void {
    clearTimeout(this.closeTimer);
    for (const connection of this.idle.splice(0)) connection.destroy();
  }
}

function timeoutError(ms: number): UpstreamCallError {
  const text = `The database did not finish its response within ${ms / 1000} s. If it is always that slow, raise SYNC_TIMEOUT_MS.`;
  return new UpstreamCallError('upstream_timeout', text, true);
}
