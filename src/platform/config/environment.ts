import type { z } from 'zod';
import { EnvironmentSchema } from './environment.schema.js';
import type { MysqlAddress } from './mysql-address.js';

/** The checked and frozen configuration of the process. Cron expressions are in UTC. */
export type Config = ReturnType<typeof parseEnvironment>;

/** An error at the start with one line for each invalid variable. It is shown without a stack to the person who starts the process. */
export class InvalidEnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Returns the frozen configuration of an environment object. An empty variable counts as unset.
 * @throws InvalidEnvironmentError that names all invalid variables at once.
 */
export function parseEnvironment(environment: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = EnvironmentSchema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given.NODE_ENV === 'production') {
    if (!given.DELIVERY_STATS_API_URL && !given.DELIVERY_STATS_MYSQL_URL && !given.DELIVERY_STATS_SOURCE) {
      problems.push(
        'DELIVERY_STATS_API_URL is required in production, or DELIVERY_STATS_MYSQL_URL, or DELIVERY_STATS_SOURCE=push (there is no demo data in production)',
      );
    }
    if (!given.SESSION_SECRET) problems.push('SESSION_SECRET is required in production (32 characters or more)');
    if (parsed.data?.TRUST_PROXY === true) {
      problems.push(
        'TRUST_PROXY must not be true in production: every client could name any address as its own. Give the number of proxies, e.g. 1, or their addresses',
      );
    }
  }
  if (given.ALERT_WEBHOOK_URL && !given.ALERT_WEBHOOK_SECRET) {
    problems.push(
      'ALERT_WEBHOOK_SECRET is required with ALERT_WEBHOOK_URL: messages are signed (16 characters or more)',
    );
  }
  if (parsed.data?.BACKUP_CRON && parsed.data.DATABASE_URL.kind === 'postgres') {
    problems.push(
      'BACKUP_CRON must be off with postgres://...: it copies a SQLite file. Schedule pg_dump --format=custom instead',
    );
  }
  if (given.APP_ROLE === 'web' || given.APP_ROLE === 'worker') {
    if (parsed.data?.DATABASE_URL.kind === 'sqlite') {
      problems.push(
        `DATABASE_URL must be postgres://... with APP_ROLE=${given.APP_ROLE}: a SQLite file is for one process`,
      );
    }
    if (given.APP_ROLE === 'web' && !given.SESSION_SECRET && given.NODE_ENV !== 'production') {
      problems.push(
        'SESSION_SECRET is required with APP_ROLE=web: the processes share the sessions (32 characters or more)',
      );
    }
    if (!given.REDIS_URL)
      problems.push(`REDIS_URL is required with APP_ROLE=${given.APP_ROLE}: the processes share its queue`);
  }
  if (!parsed.success || problems.length > 0) throw new InvalidEnvironmentError(problems);
  const env = parsed.data;
  const isPushed = env.DELIVERY_STATS_SOURCE === 'push' && !env.DELIVERY_STATS_API_URL && !env.DELIVERY_STATS_MYSQL_URL;
  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    trustProxy: env.TRUST_PROXY,
    publicUrl: env.PUBLIC_URL,
    role: env.APP_ROLE,
    database: Object.freeze(env.DATABASE_URL),
    redisUrl: env.REDIS_URL,
    businessTimeZone: env.BUSINESS_TIMEZONE,
    sessionSecret: env.SESSION_SECRET,
    adminSecondFactor: env.ADMIN_SECOND_FACTOR,
    admin: Object.freeze({ email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }),
    log: Object.freeze({ level: env.LOG_LEVEL, pretty: env.LOG_PRETTY }),
    upstream: Object.freeze({
      url: env.DELIVERY_STATS_API_URL?.href,
      mysql: toMysqlSettings(env),
      /** Nothing is copied from a server: a collector sends the numbers. */
      isPushed,
      apiKey: env.DELIVERY_STATS_API_KEY,
      timeZone: env.UPSTREAM_TIMEZONE,
      concurrency: env.SYNC_CONCURRENCY,
      timeoutMs: env.SYNC_TIMEOUT_MS,
      attempts: env.SYNC_ATTEMPTS,
      retryBaseMs: env.SYNC_RETRY_BASE_MS,
      maxBodyBytes: env.SYNC_MAX_BODY_MB * 1024 * 1024,
    }),
    ingest: Object.freeze({ isEnabled: isPushed || env.INGEST === 'on' }),
    sync: Object.freeze({
      cron: isPushed ? null : env.SYNC_CRON,
      nightly: env.SYNC_NIGHTLY,
      onStart: isPushed ? ('off' as const) : env.SYNC_ON_START,
      daysBack: env.SYNC_DAYS_BACK,
      backfillDays: env.SYNC_BACKFILL_DAYS,
      lookbackDays: env.SYNC_LOOKBACK_DAYS,
      concurrency: env.SYNC_CONCURRENCY,
    }),
    collection: Object.freeze({ cron: env.COLLECTION_CRON }),
    backup: Object.freeze({ cron: env.BACKUP_CRON, dir: env.BACKUP_DIR, keep: env.BACKUP_KEEP }),
    alerts: Object.freeze({
      webhook: toWebhook(env.ALERT_WEBHOOK_URL, env.ALERT_WEBHOOK_SECRET),
      heartbeatUrl: env.HEARTBEAT_URL?.href,
      allowPrivate: env.ALERT_ALLOW_PRIVATE,
    }),
    telegram: env.TELEGRAM_BOT_TOKEN
      ? Object.freeze({ token: env.TELEGRAM_BOT_TOKEN, url: env.TELEGRAM_API_URL.origin })
      : null,
  });
}

/** Where the statistics are in the upstream's MySQL. */
export interface MysqlSettings extends MysqlAddress {
  /** The table or view of the daily statistics. */
  readonly table: string;
  /** The table or view with the id and name of every restaurant. */
  readonly restaurants: string;
}

function toMysqlSettings(env: z.output<typeof EnvironmentSchema>): MysqlSettings | undefined {
  if (!env.DELIVERY_STATS_MYSQL_URL) return undefined;
  const [table, restaurants] = [env.DELIVERY_STATS_MYSQL_TABLE, env.DELIVERY_STATS_MYSQL_RESTAURANTS];
  return Object.freeze({ ...env.DELIVERY_STATS_MYSQL_URL, table, restaurants });
}

/** Returns the webhook and the secret that signs its messages; null when none is set. */
function toWebhook(url: URL | undefined, secret: string | undefined) {
  return url && secret ? Object.freeze({ url: url.href, secret }) : null;
}
