import { describe, expect, it } from '@jest/globals';
import { InvalidEnvironmentError, parseEnvironment } from './environment.js';

type Environment = Record<string, string | undefined>;

/** What the environment was refused for. */
function problemsOf(environment: Environment): readonly string[] {
  try {
    parseEnvironment(environment);
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

/** The variables a refusal names, each once. */
function namesOf(environment: Environment): string[] {
  return [...new Set(problemsOf(environment).map((problem) => problem.split(' ')[0] ?? ''))];
}

describe('the environment', () => {
  it('needs nothing', () => {
    expect(parseEnvironment({})).toEqual({
      adminSecondFactor: 'optional',
      host: '127.0.0.1',
      port: 3000,
      ingest: { isEnabled: false },
      trustProxy: undefined,
      publicUrl: undefined,
      role: 'all',
      database: { kind: 'sqlite', file: './data/replica.sqlite' },
      redisUrl: undefined,
      businessTimeZone: 'Asia/Makassar',
      sessionSecret: undefined,
      admin: { email: 'admin@example.com', password: undefined },
      log: { level: 'info', pretty: undefined },
      upstream: {
        url: undefined,
        mysql: undefined,
        isPushed: false,
        apiKey: undefined,
        timeZone: 'Asia/Makassar',
        concurrency: 8,
        timeoutMs: 30_000,
        attempts: 4,
        retryBaseMs: 500,
        maxBodyBytes: 8 * 1024 * 1024,
      },
      sync: {
        cron: '0 1 * * *',
        nightly: 'full',
        onStart: 'auto',
        daysBack: 365,
        backfillDays: 730,
        lookbackDays: 7,
        concurrency: 8,
      },
      collection: { cron: null },
      backup: { cron: null, dir: './backups', keep: 14 },
      alerts: { webhook: null, heartbeatUrl: undefined, allowPrivate: false },
      telegram: null,
    });
  });

  it('counts an empty variable as unset', () => {
    const names = [
      'PORT',
      'DATABASE_URL',
      'REDIS_URL',
      'SYNC_CRON',
      'LOG_PRETTY',
      'DELIVERY_STATS_API_URL',
      'NODE_ENV',
    ];
    expect(parseEnvironment(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(parseEnvironment({}));
    expect(parseEnvironment({ PORT: undefined }).port).toBe(3000);
  });

  it('is read as numbers, flags and bytes', () => {
    const config = parseEnvironment({
      PORT: '0',
      SYNC_CONCURRENCY: '16',
      SYNC_MAX_BODY_MB: '2',
      SYNC_CRON: 'off',
      LOG_PRETTY: 'yes',
      DELIVERY_STATS_API_URL: 'https://stats.example.com',
      DELIVERY_STATS_API_KEY: 'key',
    });
    expect(config).toMatchObject({
      port: 0,
      sync: { cron: null, concurrency: 16 },
      log: { pretty: true },
      upstream: { url: 'https://stats.example.com/', apiKey: 'key', concurrency: 16, maxBodyBytes: 2 * 1024 * 1024 },
    });
    expect(parseEnvironment({ LOG_PRETTY: '0' }).log.pretty).toBe(false);
  });

  it('is deeply frozen', () => {
    expect(unfrozen(parseEnvironment({ DELIVERY_STATS_API_URL: 'https://stats.example.com' }))).toEqual([]);
  });

  it('names all invalid variables at once', () => {
    const bad = {
      PORT: '70000',
      DATABASE_URL: 'mysql://localhost/replica',
      REDIS_URL: 'localhost:6379',
      APP_ROLE: 'both',
      DELIVERY_STATS_API_URL: 'ftp://stats.example.com',
      DELIVERY_STATS_MYSQL_URL: 'mysql://localhost',
      SYNC_CRON: 'every night',
      COLLECTION_CRON: '61 * * * *',
      SYNC_NIGHTLY: 'sometimes',
      SYNC_ON_START: 'yes',
      SYNC_DAYS_BACK: '1101',
      SYNC_BACKFILL_DAYS: '0',
      SYNC_LOOKBACK_DAYS: '1.5',
      SYNC_CONCURRENCY: '-1',
      SYNC_TIMEOUT_MS: 'soon',
      SYNC_ATTEMPTS: '11',
      SYNC_MAX_BODY_MB: '1e3',
      BUSINESS_TIMEZONE: 'Bali',
      ADMIN_EMAIL: 'admin',
      ADMIN_PASSWORD: 'short',
      SESSION_SECRET: 'short',
      ALERT_WEBHOOK_URL: 'file:///tmp/alerts',
      ALERT_WEBHOOK_SECRET: 'short',
      ALERT_ALLOW_PRIVATE: 'perhaps',
      HEARTBEAT_URL: 'https://user:password@example.com/ping',
      TELEGRAM_BOT_TOKEN: 'short',
      TELEGRAM_API_URL: 'file:///tmp/telegram',
      LOG_LEVEL: 'loud',
      LOG_PRETTY: 'maybe',
    };
    expect(namesOf(bad).sort()).toEqual(Object.keys(bad).sort());
    const message = new InvalidEnvironmentError(problemsOf(bad)).message;
    for (const name of Object.keys(bad)) expect(message).toMatch(new RegExp(`^ {2}- ${name} \\S`, 'm'));
    expect(message).not.toContain('undefined');
  });

  it('requires its variables in production and names them with the invalid ones', () => {
    expect(namesOf({ NODE_ENV: 'production', PORT: 'x' })).toEqual([
      'PORT',
      'DELIVERY_STATS_API_URL',
      'SESSION_SECRET',
    ]);
    const good = { DELIVERY_STATS_API_URL: 'https://stats.example.com', SESSION_SECRET: 'x'.repeat(32) };
    expect(problemsOf({ NODE_ENV: 'production', ...good })).toEqual([]);
    expect(namesOf({ NODE_ENV: 'production', ...good, SESSION_SECRET: '' })).toEqual(['SESSION_SECRET']);
  });

  it.each(['0 1 * * *', '*/5 * * * *', '30 0 1 * 1', '0 0 29 2 *', 'off'])('accepts the schedule %s', (cron) => {
    expect(parseEnvironment({ SYNC_CRON: cron }).sync.cron).toBe(cron === 'off' ? null : cron);
  });

  it.each(['61 * * * *', '0 1 * *', 'nightly', '0 0 31 2 *', '0 0 0 0 0'])('rejects the schedule %s', (cron) => {
    expect(problemsOf({ SYNC_CRON: cron })).toEqual(['SYNC_CRON must be a cron expression in UTC, or "off"']);
  });

  it.each(['Asia/Makassar', 'Europe/Berlin', 'UTC'])('accepts the time zone %s', (zone) => {
    expect(parseEnvironment({ BUSINESS_TIMEZONE: zone }).businessTimeZone).toBe(zone);
  });

  it.each(['Bali', 'Asia/', '8'])('rejects the time zone %s', (zone) => {
    expect(namesOf({ BUSINESS_TIMEZONE: zone })).toEqual(['BUSINESS_TIMEZONE']);
  });

  it.each([
    ['sqlite:./x.sqlite', './x.sqlite'],
    ['sqlite:x.sqlite', 'x.sqlite'],
    ['sqlite:/abs/x.sqlite', '/abs/x.sqlite'],
    ['sqlite:///abs/x.sqlite', '/abs/x.sqlite'],
    ['sqlite:../up/with space.sqlite', '../up/with space.sqlite'],
  ])('finds the replica of %s', (url, file) => {
    expect(parseEnvironment({ DATABASE_URL: url }).database).toEqual({ kind: 'sqlite', file });
  });

  it.each(['postgres://u:p@db.internal:5432/replica', 'postgresql:///replica?host=/run/postgresql'])(
    'finds the replica of %s',
    (url) => {
      expect(parseEnvironment({ DATABASE_URL: url }).database).toEqual({ kind: 'postgres', url });
    },
  );

  it('accepts a "%" in a password that encodes nothing', () => {
    const config = parseEnvironment({
      DATABASE_URL: 'postgres://u:100%sure%41@db.internal/replica',
      REDIS_URL: 'redis://:50%@redis.internal',
    });
    expect(config.database).toEqual({ kind: 'postgres', url: 'postgres://u:100%25sure%41@db.internal/replica' });
    expect(config.redisUrl).toBe('redis://:50%25@redis.internal');
  });

  it.each([
    ['DATABASE_URL', 'postgres://u:12/secret@db.internal/replica', '"/", "?" or "#"'],
    ['DATABASE_URL', 'postgres://u:p?secret@db.internal/replica', '"/", "?" or "#"'],
    ['DATABASE_URL', 'postgres://u:%FFsecret@db.internal/replica', 'write it as %25'],
    ['REDIS_URL', 'redis://:p/secret@redis.internal', '"/", "?" or "#"'],
    ['REDIS_URL', 'redis://:%FFsecret@redis.internal', 'write it as %25'],
  ])('names the character of the password that %s must encode: %s', (name, url, text) => {
    const [problem = '', ...others] = problemsOf({ [name]: url });
    expect(problem).toContain(`${name} must not hold`);
    expect(problem).toContain(text);
    expect([others, problem.includes('secret')]).toEqual([[], false]);
  });

  it('copies nothing when a collector pushes, unless it names a server to copy from', () => {
    const push = { DELIVERY_STATS_SOURCE: 'push' };
    expect(parseEnvironment(push)).toMatchObject({
      upstream: { isPushed: true },
      sync: { cron: null, onStart: 'off' },
    });
    const both = parseEnvironment({ ...push, DELIVERY_STATS_API_URL: 'https://stats.example.com' });
    expect(both).toMatchObject({ upstream: { isPushed: false }, sync: { cron: '0 1 * * *', onStart: 'auto' } });
    expect(namesOf({ DELIVERY_STATS_SOURCE: 'pull' })).toEqual(['DELIVERY_STATS_SOURCE']);
  });

  it.each(['web', 'worker'])('needs PostgreSQL and Redis for a process that is only %s, and says why', (role) => {
    const postgres = { DATABASE_URL: 'postgres://db.internal/replica', SESSION_SECRET: 'x'.repeat(32) };
    const redis = { REDIS_URL: 'redis://redis.internal:6379/1', SESSION_SECRET: 'x'.repeat(32) };
    expect(problemsOf({ APP_ROLE: role, SESSION_SECRET: 'x'.repeat(32) })).toEqual([
      `DATABASE_URL must be postgres://... with APP_ROLE=${role}: a SQLite file is for one process`,
      `REDIS_URL is required with APP_ROLE=${role}: the processes share its queue`,
    ]);
    expect(namesOf({ APP_ROLE: role, ...redis })).toEqual(['DATABASE_URL']);
    expect(namesOf({ APP_ROLE: role, ...postgres })).toEqual(['REDIS_URL']);
    const config = parseEnvironment({ APP_ROLE: role, ...postgres, ...redis });
    expect(config).toMatchObject({ role, redisUrl: redis.REDIS_URL });
  });

  it('rejects BACKUP_CRON on PostgreSQL and names pg_dump', () => {
    const env = { DATABASE_URL: 'postgres://db.internal/replica', BACKUP_CRON: '0 19 * * *' };
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^BACKUP_CRON must be off .*pg_dump/)]);
    expect(namesOf({ ...env, BACKUP_CRON: 'off', BACKUP_DIR: '/backups' })).toEqual([]);
  });

  it('needs one SESSION_SECRET for all processes that serve people', () => {
    const shared = { DATABASE_URL: 'postgres://db.internal/replica', REDIS_URL: 'redis://redis.internal' };
    expect(namesOf({ APP_ROLE: 'web', ...shared })).toEqual(['SESSION_SECRET']);
    expect(namesOf({ APP_ROLE: 'worker', ...shared })).toEqual([]);
  });

  it.each(['sqlite:', './x.sqlite', 'mysql://x', 'postgres://db.internal', 'postgres:'])(
    'rejects the replica %s',
    (url) => {
      expect(namesOf({ DATABASE_URL: url })).toEqual(['DATABASE_URL']);
    },
  );

  it.each(['https://user:secret@stats.internal', 'stats.internal:443', 'file:///etc/passwd'])(
    'rejects the upstream %s without repeating it',
    (url) => {
      const problems = problemsOf({ DELIVERY_STATS_API_URL: url });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^DELIVERY_STATS_API_URL must be an http\(s\) origin/);
      expect(problems[0]).not.toContain(url);
    },
  );
});

/** The paths of all objects inside that can still be changed. */
function unfrozen(value: unknown, path = 'config'): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, part]) => unfrozen(part, `${path}.${key}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}
