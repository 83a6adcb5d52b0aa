import { CronTime } from 'cron';
import proxyaddr from 'proxy-addr';
import { z } from 'zod';
import { databaseOf } from './database-address.js';

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => value === 'true' || value === '1' || value === 'yes');

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const cron = z
  .string()
  .refine((value) => value === 'off' || isCron(value), 'must be a cron expression in UTC, or "off"')
  .transform((value) => (value === 'off' ? null : value));

const httpUrl = (rule: string) =>
  z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password) return url;
    context.addIssue({ code: 'custom', message: rule });
    return z.NEVER;
  });

const OUTSIDE_RULE = 'must be an http(s) address without credentials';

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: integer(0, 65_535).default(3000),
  TRUST_PROXY: z
    .string()
    .transform((setting, context) => {
      const value = trustProxy(setting);
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message: 'must be true, false, a number of hops or a list of addresses' });
      return z.NEVER;
    })
    .optional(),
  DATABASE_URL: z
    .string()
    .transform((value, context) => {
      const database = databaseOf(value);
      if (database) return database;
      context.addIssue({
        code: 'custom',
        message: 'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE',
      });
      return z.NEVER;
    })
    .prefault('sqlite:./data/replica.sqlite'),
  REDIS_URL: z
    .string()
    .refine(isRedisUrl, 'must be redis://HOST:PORT or rediss://HOST:PORT; unset, jobs run in this process')
    .optional(),
  APP_ROLE: z.enum(['all', 'web', 'worker'], 'must be one of all, web, worker').default('all'),
  DELIVERY_STATS_API_URL: httpUrl(
    'must be an http(s) origin without credentials, e.g. https://stats.example.com',
  ).optional(),
  DELIVERY_STATS_API_KEY: z.string().min(1).optional(),
  DELIVERY_STATS_MYSQL_URL: z.undefined('this build cannot read MySQL directly; use DELIVERY_STATS_API_URL').optional(),
  SYNC_CRON: cron.prefault('0 1 * * *'),
  SYNC_NIGHTLY: z.enum(['full', 'incremental']).default('full'),
  SYNC_ON_START: z.enum(['auto', 'off']).default('auto'),
  SYNC_DAYS_BACK: integer(1, 1100).default(365),
  SYNC_BACKFILL_DAYS: integer(1, 1100).default(730),
  SYNC_LOOKBACK_DAYS: integer(1, 365).default(7),
  SYNC_CONCURRENCY: integer(1, 256).default(8),
  SYNC_TIMEOUT_MS: integer(100, 900_000).default(30_000),
  SYNC_ATTEMPTS: integer(1, 10).default(4),
  SYNC_RETRY_BASE_MS: integer(1, 60_000).default(500),
  SYNC_MAX_BODY_MB: integer(1, 256).default(8),
  COLLECTION_CRON: cron.prefault('off'),
  BACKUP_CRON: cron.prefault('off'),
  BACKUP_DIR: z.string().min(1).default('./backups'),
  BACKUP_KEEP: integer(1, 1000).default(14),
  ALERT_WEBHOOK_URL: httpUrl(OUTSIDE_RULE).optional(),
  ALERT_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  ALERT_ALLOW_PRIVATE: flag.default(false),
  HEARTBEAT_URL: httpUrl(OUTSIDE_RULE).optional(),
  BUSINESS_TIMEZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone, e.g. Asia/Makassar')
    .default('Asia/Makassar'),
  ADMIN_EMAIL: z.email('must be an e-mail address').default('admin@example.com'),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').max(200).optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PRETTY: flag.optional(),
});

/** Everything the process was told by its environment, checked, frozen. Days and cron are as INTERFACE names say: cron in UTC. */
export type Config = ReturnType<typeof parseEnvironment>;

/** Thrown at start with one line a bad variable; shown to the person who started the process, without a stack. */
export class BadEnvironment extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Turns an environment object into the frozen configuration. An empty variable counts as unset.
 * @throws BadEnvironment naming every bad variable at once.
 */
export function parseEnvironment(environment: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given.NODE_ENV === 'production') {
    if (!given.DELIVERY_STATS_API_URL) {
      problems.push('DELIVERY_STATS_API_URL is required in production (there is no demo data in production)');
    }
    if (!given.SESSION_SECRET) problems.push('SESSION_SECRET is required in production (32 characters or more)');
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
  if (!parsed.success || problems.length > 0) throw new BadEnvironment(problems);
  const env = parsed.data;
  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    trustProxy: env.TRUST_PROXY,
    role: env.APP_ROLE,
    database: Object.freeze(env.DATABASE_URL),
    redisUrl: env.REDIS_URL,
    businessTimeZone: env.BUSINESS_TIMEZONE,
    sessionSecret: env.SESSION_SECRET,
    admin: Object.freeze({ email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }),
    log: Object.freeze({ level: env.LOG_LEVEL, pretty: env.LOG_PRETTY }),
    upstream: Object.freeze({
      url: env.DELIVERY_STATS_API_URL?.href,
      apiKey: env.DELIVERY_STATS_API_KEY,
      concurrency: env.SYNC_CONCURRENCY,
      timeoutMs: env.SYNC_TIMEOUT_MS,
      attempts: env.SYNC_ATTEMPTS,
      retryBaseMs: env.SYNC_RETRY_BASE_MS,
      maxBodyBytes: env.SYNC_MAX_BODY_MB * 1024 * 1024,
    }),
    sync: Object.freeze({
      cron: env.SYNC_CRON,
      nightly: env.SYNC_NIGHTLY,
      onStart: env.SYNC_ON_START,
      daysBack: env.SYNC_DAYS_BACK,
      backfillDays: env.SYNC_BACKFILL_DAYS,
      lookbackDays: env.SYNC_LOOKBACK_DAYS,
      concurrency: env.SYNC_CONCURRENCY,
    }),
    collection: Object.freeze({ cron: env.COLLECTION_CRON }),
    backup: Object.freeze({ cron: env.BACKUP_CRON, dir: env.BACKUP_DIR, keep: env.BACKUP_KEEP }),
    alerts: Object.freeze({
      webhook: webhookOf(env.ALERT_WEBHOOK_URL, env.ALERT_WEBHOOK_SECRET),
      heartbeatUrl: env.HEARTBEAT_URL?.href,
      allowPrivate: env.ALERT_ALLOW_PRIVATE,
    }),
  });
}

/** Where messages go and what signs them; null when nobody is told. */
function webhookOf(url: URL | undefined, secret: string | undefined) {
  return url && secret ? Object.freeze({ url: url.href, secret }) : null;
}

/** `TRUST_PROXY` as Express's `trust proxy` takes it; null when it would not. */
function trustProxy(setting: string): number | boolean | string[] | null {
  if (/^\d+$/.test(setting)) return Number(setting);
  if (setting === 'true' || setting === 'false') return setting === 'true';
  const addresses = setting.split(',').map((address) => address.trim());
  try {
    proxyaddr.compile(addresses);
    return addresses;
  } catch {
    return null;
  }
}

function isCron(value: string): boolean {
  try {
    // Throws for a day that never comes, such as 31 February.
    new CronTime(value, 'UTC').getNextDateFrom(new Date(), 'UTC');
    return true;
  } catch {
    return false;
  }
}

function isRedisUrl(value: string): boolean {
  return URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol) && new URL(value).hostname !== '';
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
