import { types } from 'node:util';
import { Global, Module, type LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { build as pretty } from 'pino-pretty';
import type { Config } from '../config/index.js';

/** Injection token of the process's pino logger. What belongs to a run or a client logs through `logger.child({ runId, clientId })`. */
export const LOGGER = Symbol('LOGGER');

/** Names of fields that hold secrets, in lower case and without dashes and underscores. */
const SECRET_NAME = /^(authorization|cookie|setcookie|sessionid)$|password|secret$|token$|tokenhash$|apikey$/;
const REDACTED = '[Redacted]';
const MAX_DEPTH = 8;

/**
 * The logger of a process: one JSON line an event, or readable lines when `config.log.pretty` says so or, left open, on a
 * terminal. Writes are synchronous, so a line that was logged survives `process.exit`.
 */
export function createLogger(
  config: Pick<Config, 'log'>,
  { stream }: { stream: 'stdout' | 'stderr' | DestinationStream },
): Logger {
  const options: LoggerOptions = {
    level: config.log.level,
    formatters: { log: redactFields },
    serializers: { err: describeError },
  };
  if (typeof stream !== 'string') return pino(options, stream);
  const fd = stream === 'stdout' ? 1 : 2;
  const terminal = process[stream].isTTY;
  const readable = config.log.pretty ?? terminal;
  return pino(
    options,
    readable
      ? pretty({ destination: fd, sync: true, colorize: terminal && process[stream].hasColors() })
      : pino.destination(fd),
  );
}

/** Returns the fields with every secret replaced. Pino's own redaction supports fixed depths only and calls getters of live objects. */
export function redactFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name.toLowerCase().replace(/[-_]/g, '')) ? REDACTED : redactValue(value, depth + 1),
    ]),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return '[Deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return isPlain(value) ? redactFields(value, depth) : value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

interface ErrorLine {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: ErrorLine;
}

/** Returns the safe fields of an error only, because libraries add queries, parameters and requests with passwords to errors. */
function describeError(error: unknown): ErrorLine {
  if (!isError(error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && { code: error.code }),
    stack: error.stack,
    ...(isError(error.cause) && error.cause !== error && { cause: describeError(error.cause) }),
  };
}

/** Also true of an error made in another realm, such as a test's sandbox. */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** The contexts of Nest's log lines during startup, which are logged as debug. */
const STARTUP_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Lets Nest and its modules log through pino, with their context as a field. */
export class PinoLoggerService implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    this.write(typeof context === 'string' && STARTUP_CONTEXTS.has(context) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes `(message, ...params, stack?, context?)`; a message may be an Error. */
  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const texts = rest.filter((value) => typeof value === 'string');
    const stack = texts.find((text) => text.includes('\n    at '));
    const context = texts.filter((text) => text !== stack).at(-1);
    const error = [message, ...rest].find((value) => value instanceof Error);
    this.logger[level](
      { ...(context && { context }), ...(error ? { err: error } : stack && { stack }) },
      message instanceof Error ? message.message : typeof message === 'string' ? message : JSON.stringify(message),
    );
  }
}

/** Makes the process's logger injectable everywhere as {@link LOGGER}. */
@Global()
@Module({})
export class LoggerModule {
  static forRoot(logger: Logger) {
    return { module: LoggerModule, providers: [{ provide: LOGGER, useValue: logger }], exports: [LOGGER] };
  }
}
