import { z } from 'zod';
import {
  cron,
  databaseUrl,
  flag,
  httpUrl,
  integer,
  mysqlUrl,
  redisUrl,
  tableName,
  timeZone,
  trustProxy,
} from './environment-values.js';

const OUTSIDE_RULE = 'must be an http(s) address without credentials';

/**
 * The one list of environment variables that is parsed, checked and documented. Each description appears in
 * docs/reference/environment.md. `parseEnvironment` in environment.ts maps each variable to a field of the configuration.
 */
export const EnvironmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` requires an upstream and a session secret and never serves demo data.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('The address the server listens on.'),
  PORT: integer(0, 65_535)
    .default(3000)
    .describe('The port the server listens on. 0 takes any free port and logs it as `port`.'),
  TRUST_PROXY: trustProxy
    .optional()
    .describe(
      "As Express's `trust proxy`: `true`, `false`, a number of hops or a list of addresses. Without it a client's address is the socket's. `true` believes every client and is rejected in production.",
    ),
  PUBLIC_URL: httpUrl('must be an http(s) origin without credentials, e.g. https://stats.example.com')
    .refine((url) => url.pathname === '/' && url.search === '' && url.hash === '', 'must have no path')
    .transform(({ origin }) => origin)
    .optional()
    .describe(
      'The origin by which people open the panel. Links to reports and invitations begin with it. Without it they begin with the address of the request that makes them (`Host`), and messages by Telegram have no links to the panel.',
    ),
  DATABASE_URL: databaseUrl
    .prefault('sqlite:./data/replica.sqlite')
    .describe(
      'The replica: `sqlite:PATH` (a file of mode 0600) or `postgres://USER:PASSWORD@HOST/DATABASE` (`?options=-c%20search_path%3DSCHEMA` selects a schema).',
    ),
  REDIS_URL: redisUrl
    .optional()
    .describe(
      '`redis://` or `rediss://`: BullMQ carries the jobs and every process on the replica shares them. Unset: jobs run inside the process.',
    ),
  APP_ROLE: z
    .enum(['all', 'web', 'worker'], 'must be one of all, web, worker')
    .default('all')
    .describe(
      '`web` serves pages and the API. `worker` copies and keeps the schedules, and its `PORT` serves `/health` and `/metrics` only. Both need PostgreSQL and Redis.',
    ),
  DELIVERY_STATS_API_URL: httpUrl('must be an http(s) origin without credentials, e.g. https://stats.example.com')
    .optional()
    .describe(
      'The origin of the statistics server; `/api/v1/...` is appended. Unset, and no other source is set: the built-in demo upstream.',
    ),
  DELIVERY_STATS_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('The bearer key that is sent to the statistics server.'),
  UPSTREAM_TIMEZONE: timeZone
    .default('Asia/Makassar')
    .describe(
      'The time zone in which the statistics server writes its days, as an IANA name. It turns `2026-11-19T16:00:00.000Z` into 20 November.',
    ),
  DELIVERY_STATS_MYSQL_URL: mysqlUrl
    .optional()
    .describe(
      '`mysql://USER:PASSWORD@HOST:PORT/DATABASE[?tls=required|off]`: the statistics are read from this MySQL or MariaDB. TLS is required for another machine. With `DELIVERY_STATS_API_URL` too, that server is only asked to collect.',
    ),
  DELIVERY_STATS_MYSQL_TABLE: tableName
    .default('looker_studio_summary')
    .describe('The table or view of the daily statistics in that database.'),
  DELIVERY_STATS_MYSQL_RESTAURANTS: tableName
    .default('restaurants')
    .describe('The table or view with the `id` and `name` of every restaurant in that database.'),
  DELIVERY_STATS_SOURCE: z
    .literal('push', 'must be push, or unset')
    .optional()
    .describe(
      '`push`: nothing is copied from a server, because a collector sends the numbers. It counts only without `DELIVERY_STATS_API_URL` and `DELIVERY_STATS_MYSQL_URL`.',
    ),
  INGEST: z
    .enum(['on', 'off'], 'must be on or off')
    .default('off')
    .describe(
      '`on` also takes numbers that collectors push (`POST /api/v1/ingest`) when others are copied from a server. With `DELIVERY_STATS_SOURCE=push` they are taken anyway.',
    ),
  SYNC_CRON: cron.prefault('0 1 * * *').describe('When the nightly run starts, as a cron expression in UTC, or `off`.'),
  SYNC_NIGHTLY: z
    .enum(['full', 'incremental'])
    .default('full')
    .describe('The kind of the nightly run. `incremental` still makes a full run at least once a week.'),
  SYNC_ON_START: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      '`auto` starts one run at the start when nothing was ever copied, and otherwise catches up once on a missed tick.',
    ),
  SYNC_DAYS_BACK: integer(1, 1100).default(365).describe('The window of a full run, in days.'),
  SYNC_BACKFILL_DAYS: integer(1, 1100).default(730).describe("The window of a client's first run, in days."),
  SYNC_LOOKBACK_DAYS: integer(1, 365).default(7).describe('The window that an incremental run reads again, in days.'),
  SYNC_CONCURRENCY: integer(1, 256)
    .default(8)
    .describe('Calls to the statistics server at once, of all processes together.'),
  SYNC_TIMEOUT_MS: integer(100, 900_000).default(30_000).describe('The total deadline of one call, in milliseconds.'),
  SYNC_ATTEMPTS: integer(1, 10).default(4).describe('How often a call is tried.'),
  SYNC_RETRY_BASE_MS: integer(1, 60_000)
    .default(500)
    .describe(
      'The longest first pause before a retry, in milliseconds. Each further pause is three times as long, 20 s at most.',
    ),
  SYNC_MAX_BODY_MB: integer(1, 256).default(8).describe('The largest response that is read, in decoded megabytes.'),
  COLLECTION_CRON: cron
    .prefault('off')
    .describe(
      'When the statistics server is asked to collect, as a cron expression in UTC (`30 0 * * *`), or `off`. The collected days are copied afterwards.',
    ),
  BACKUP_CRON: cron
    .prefault('off')
    .describe(
      'When a checked backup of the SQLite file is made, as a cron expression in UTC (`0 19 * * *`), or `off`. Rejected on PostgreSQL, which has `pg_dump`.',
    ),
  BACKUP_DIR: z
    .string()
    .min(1)
    .default('./backups')
    .describe(
      'The folder of the backups (folder 0700, files 0600). Replicas whose files have the same name need folders of their own.',
    ),
  BACKUP_KEEP: integer(1, 1000).default(14).describe('How many of the newest backups are kept.'),
  ALERT_WEBHOOK_URL: httpUrl(OUTSIDE_RULE).optional().describe('Where incidents are sent.'),
  ALERT_WEBHOOK_SECRET: z
    .string()
    .min(16, 'must have at least 16 characters')
    .regex(/^(?!whsec_)|^whsec_[A-Za-z\d+/]+={0,2}$/, 'must have the key in base64 after whsec_')
    .optional()
    .describe(
      'The key that signs the messages, 16 characters or more; after `whsec_` it is base64. Required with `ALERT_WEBHOOK_URL`.',
    ),
  ALERT_ALLOW_PRIVATE: flag
    .default(false)
    .describe('Allows webhook and heartbeat addresses that are loopback, private or link-local.'),
  HEARTBEAT_URL: httpUrl(OUTSIDE_RULE)
    .optional()
    .describe('The address that gets one GET after every completed nightly run.'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/, 'must be the token that BotFather gave, e.g. 123456:ABC...')
    .optional()
    .describe('The token of the bot that sends digests and alerts. Unset: nothing is sent by Telegram.'),
  TELEGRAM_API_URL: httpUrl(OUTSIDE_RULE)
    .prefault('https://api.telegram.org')
    .describe("The origin of Telegram's Bot API, for a server of one's own."),
  BUSINESS_TIMEZONE: timeZone
    .default('Asia/Makassar')
    .describe(
      'The time zone of the agency, as an IANA name. It decides what today and yesterday are and in which zone the panel shows times.',
    ),
  ADMIN_EMAIL: z
    .email('must be an e-mail address')
    .default('admin@example.com')
    .describe('The e-mail address of the first admin. It counts only while there is no admin.'),
  ADMIN_PASSWORD: z
    .string()
    .min(10, 'must have at least 10 characters')
    .max(200)
    .optional()
    .describe('The password of the first admin, 10 characters or more. Unset: one is generated and printed once.'),
  ADMIN_SECOND_FACTOR: z
    .enum(['optional', 'required'])
    .default('optional')
    .describe(
      '`required`: an admin can open nothing but the account pages until codes of an authenticator app are turned on.',
    ),
  SESSION_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'The key of the session cookies, 32 characters or more. Another key logs everybody out. Unset outside production: random at each start.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('The least important level that is logged.'),
  LOG_PRETTY: flag.optional().describe('Writes the log for people instead of as JSON. Unset: on a terminal only.'),
});
