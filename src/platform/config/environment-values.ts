import { CronTime } from 'cron';
import proxyaddr from 'proxy-addr';
import { z } from 'zod';
import { parseDatabaseUrl } from './database-address.js';
import { parseMysqlUrl } from './mysql-address.js';
import { parseServerUrl } from './server-url.js';

const REDIS_RULE = 'must be redis://HOST:PORT or rediss://HOST:PORT; unset, jobs run in this process';

/** A switch. */
export const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => value === 'true' || value === '1' || value === 'yes');

/** A whole number within bounds, both inclusive. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

/** A cron expression; null for `off`. */
export const cron = z
  .string()
  .refine((value) => value === 'off' || isCron(value), 'must be a cron expression in UTC, or "off"')
  .transform((value) => (value === 'off' ? null : value));

/** An http(s) address without credentials. `rule` is the message for every other text. */
export const httpUrl = (rule: string) =>
  z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password) return url;
    context.addIssue({ code: 'custom', message: rule });
    return z.NEVER;
  });

/** An IANA time zone. */
export const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone, e.g. Asia/Makassar');

/** A value of Express's `trust proxy`. */
export const trustProxy = z.string().transform((setting, context) => {
  const value = parseTrustProxy(setting);
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: 'must be true, false, a number of hops or a list of addresses' });
  return z.NEVER;
});

/** The address of a SQLite file or a PostgreSQL database. */
export const databaseUrl = z.string().transform((value, context) => {
  const database = parseDatabaseUrl(value);
  if ('kind' in database) return database;
  context.addIssue({ code: 'custom', message: database.problem });
  return z.NEVER;
});

/** The address of the upstream's MySQL. */
export const mysqlUrl = z.string().transform((value, context) => {
  const address = parseMysqlUrl(value);
  if ('host' in address) return address;
  context.addIssue({ code: 'custom', message: address.problem });
  return z.NEVER;
});

/** The name of a table or view. It stands in SQL, so it has no character that needs an escape. */
export const tableName = z
  .string()
  .regex(/^[A-Za-z0-9_$]{1,64}$/, 'must be the name of a table or view: letters, digits, _ and $, 64 at most');

/** The address of a Redis. */
export const redisUrl = z.string().transform((value, context) => {
  const url = parseServerUrl(value, /^rediss?:$/, REDIS_RULE);
  if (!('problem' in url) && url.hostname !== '') return url.href;
  context.addIssue({ code: 'custom', message: 'problem' in url ? url.problem : REDIS_RULE });
  return z.NEVER;
});

/** Returns `TRUST_PROXY` as a value of Express's `trust proxy`; null when it is invalid. */
function parseTrustProxy(setting: string): number | boolean | string[] | null {
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

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
