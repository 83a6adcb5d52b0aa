import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MysqlConnection, statementLimit } from './mysql-connection.js';
import { MysqlSource } from './mysql-source.js';
import { toCallError } from './mysql-errors.js';
import { AdaptiveRateLimiter, TooManyRequestsResponse } from '../limiter/adaptive-rate-limiter.js';
import { describeOnMysql, MysqlTestDatabase } from '../../../test/support/mysql.js';
import { toDay } from '../../domain/index.js';
import type { MysqlSettings } from '../../platform/config/index.js';

const window = { from: toDay('2026-10-01'), to: toDay('2026-10-31') };
const signal = new AbortController().signal;
const DAY = { stat_date: '2026-10-05', grab_sales: '249150.00', grab_orders: 3 };

describeOnMysql('MysqlSource on a database that could be read wrong', () => {
  let database: MysqlTestDatabase;
  const sources: MysqlSource[] = [];

  beforeEach(async () => {
    database = await MysqlTestDatabase.create();
    await database.insert(12, 'Warung', [DAY]);
  });

  afterEach(async () => {
    for (const source of sources.splice(0)) source.onModuleDestroy();
    await database.drop();
  });

  function open(changes: Partial<MysqlSettings> = {}, { timeZone = 'Asia/Makassar', timeoutMs = 20_000 } = {}) {
    const source = new MysqlSource({
      settings: database.settings(changes),
      identity: 'mysql://test',
      timeZone,
      timeoutMs,
      attempts: 2,
      retryBaseMs: 1,
      rateLimiter: new AdaptiveRateLimiter({ concurrency: 4 }),
      hasCollection: false,
    });
    sources.push(source);
    return source;
  }

  const alter = (what: string) => database.admin.query(`ALTER TABLE looker_studio_summary ${what}`);
  const update = (what: string) => database.admin.query(`UPDATE looker_studio_summary SET ${what}`);
  const fetchDays = (source = open()) => source.fetchDays('Warung', window, { signal });
  const finding = async (name: string) => (await open().check({ signal })).find((each) => each.name === name)?.status;

  it('quarantines a half date and never returns a zero date, which the check names', async () => {
    await update(`stat_date = '2026-11-00'`);
    expect(await fetchDays()).toMatchObject({
      received: 1,
      days: [],
      quarantined: [{ field: 'stat_date', value: '2026-11-00', reason: 'invalid_date' }],
    });
    await update(`stat_date = '0000-00-00'`);
    expect(await fetchDays()).toMatchObject({ received: 0 });
    expect(await finding('mysql dates')).toBe('warn');
  });

  it('reads TINYINT(1) as a number', async () => {
    await alter('MODIFY grab_fake_orders_count TINYINT(1)');
    await update('grab_fake_orders_count = 5');
    expect((await fetchDays()).days[0]?.values).toContain(5);
  });

  it('quarantines a BIGINT beyond 2^53, whose last digits JavaScript would lose', async () => {
    await alter('MODIFY grab_orders BIGINT');
    await update('grab_orders = 9007199254740993');
    expect(await fetchDays()).toMatchObject({
      days: [],
      quarantined: [{ field: 'grab_orders', value: '9007199254740993', reason: 'out_of_range' }],
    });
  });

  it('reads a DOUBLE exactly or quarantines it', async () => {
    await alter('MODIFY grab_sales DOUBLE');
    expect((await fetchDays()).days[0]?.values[0]).toBe(24_915_000);
    await update('grab_sales = 0.1 + 0.2e0');
    expect((await fetchDays()).quarantined).toMatchObject([{ reason: 'too_many_decimals' }]);
  });

  it.each([
    ['FLOAT money', 'MODIFY grab_sales FLOAT', /grab_sales .*FLOAT.*DECIMAL\(15,2\)/],
    ['a FLOAT count', 'MODIFY grab_orders FLOAT', /grab_orders .*FLOAT/],
    ['money with four decimals', 'MODIFY grab_sales DECIMAL(15,4)', /grab_sales .*decimal\(15,4\)/],
    ['a text as date', 'MODIFY stat_date VARCHAR(10)', /stat_date .*varchar\(10\)/],
    ['a text as key of an integer', 'MODIFY restaurant_id VARCHAR(20)', /restaurant_id is varchar\(20\), id is int/],
    ['a missing column', 'DROP COLUMN gojek_new_client', /no column gojek_new_client/],
  ])('rejects %s and names the column', async (_, change, sentence) => {
    await alter(change);
    await expect(fetchDays()).rejects.toMatchObject({
      code: 'upstream_misconfigured',
      message: expect.stringMatching(sentence),
    });
    expect(await open().check({ signal })).toMatchObject([
      { status: 'fail', message: expect.stringMatching(sentence) },
    ]);
  });

  it('compares keys that are texts by code units', async () => {
    await database.drop();
    database = await MysqlTestDatabase.create('VARCHAR(20)');
    await database.insert('12', 'Other', [DAY]);
    await database.insertRows('a1', [DAY]);
    await database.insert('A1', 'Warung', []);
    expect(await fetchDays()).toMatchObject({ received: 0 });
    await database.insertRows('A1', [DAY]);
    expect(await fetchDays()).toMatchObject({ received: 1, upstreamId: 'A1' });
  });

  it('reads the day of a TIMESTAMP in the zone of the statistics, without the zones of the server', async () => {
    await database.admin.query(`SET SESSION time_zone = '+00:00'`);
    await alter('MODIFY stat_date TIMESTAMP NULL');
    await update(`stat_date = '2026-10-30 16:00:00'`);
    expect((await fetchDays()).days).toMatchObject([{ date: '2026-10-31' }]);
    const { quarantined } = await fetchDays(open({}, { timeZone: 'UTC' }));
    expect(quarantined).toMatchObject([{ reason: 'invalid_date' }]);
  });

  it('never puts a name into SQL, whatever the escaping of the server', async () => {
    const [[mode]] = (await database.admin.query('SELECT @@GLOBAL.sql_mode AS mode')) as unknown as [
      [{ mode: string }],
    ];
    await database.admin.query(`SET GLOBAL sql_mode = CONCAT(@@GLOBAL.sql_mode, ',NO_BACKSLASH_ESCAPES')`);
    try {
      const name = `\\' OR 1=1 -- `;
      await expect(open().fetchDays(name, window, { signal })).rejects.toMatchObject({ code: 'not_found' });
      await database.insert(13, name, [{ ...DAY, grab_orders: 9 }]);
      expect(await open().fetchDays(name, window, { signal })).toMatchObject({ received: 1, upstreamId: '13' });
    } finally {
      await database.admin.execute('SET GLOBAL sql_mode = ?', [mode.mode]);
    }
  });

  it('has the server end a query that takes too long', async () => {
    await database.admin.query('CREATE VIEW slow AS SELECT * FROM looker_studio_summary WHERE SLEEP(60) = 0');
    await database.grant('slow', 'restaurants');
    await expect(fetchDays(open({ table: 'slow' }, { timeoutMs: 400 }))).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
    const running = async () => {
      const [rows] = await database.admin.query(
        `SELECT id FROM information_schema.PROCESSLIST WHERE user = ? AND info LIKE '%slow%'`,
        [database.name],
      );
      return (rows as unknown[]).length;
    };
    const giveUp = performance.now() + 10_000;
    while ((await running()) > 0) expect(performance.now()).toBeLessThan(giveUp);
  });

  it('can change nothing, and sends one statement at a time', async () => {
    for (const host of ['localhost', '127.0.0.1'])
      await database.admin.query(`GRANT ALL ON ${database.name}.* TO '${database.name}'@'${host}'`);
    const options = { settings: database.settings(), timeoutMs: 20_000, timeZone: 'Asia/Makassar' };
    const connection = await MysqlConnection.open(options, signal);
    await expect(connection.execute('DELETE FROM looker_studio_summary')).rejects.toMatchObject({ errno: 1792 });
    await expect(connection.execute('SELECT 1; SELECT 2')).rejects.toMatchObject({ errno: 1064 });
    expect(await connection.execute('SELECT count(*) FROM looker_studio_summary')).toEqual([[1]]);
    connection.destroy();
  });

  it('continues on a new connection when the server closes the idle one', async () => {
    const source = open();
    await fetchDays(source);
    const [rows] = await database.admin.query('SELECT id FROM information_schema.PROCESSLIST WHERE user = ?', [
      database.name,
    ]);
    for (const { id } of rows as { id: number }[]) await database.admin.query(`KILL ${id}`);
    expect(await fetchDays(source)).toMatchObject({ received: 1 });
  });

  it('says for missing rights and for a missing table what to check', async () => {
    const missing = expect.stringMatching(/no table.*looker_x|looker_x/);
    await expect(fetchDays(open({ table: 'looker_x' }))).rejects.toMatchObject({
      code: 'upstream_misconfigured',
      message: missing,
    });
    await expect(fetchDays(open({ database: 'mysql' }))).rejects.toMatchObject({ code: 'upstream_refused', calls: 1 });
  });

  it('does not connect without encryption where encryption is required', async () => {
    await expect(fetchDays(open({ tls: true }))).rejects.toMatchObject({ code: 'upstream_misconfigured' });
  });
});

it.each([
  [1045, 'upstream_refused', false],
  [1142, 'upstream_refused', false],
  [1143, 'upstream_refused', false],
  [1044, 'upstream_refused', false],
  [1370, 'upstream_refused', false],
  [1049, 'upstream_misconfigured', false],
  [1146, 'upstream_misconfigured', false],
  [1054, 'upstream_misconfigured', false],
  [1356, 'upstream_misconfigured', false],
  [1267, 'upstream_misconfigured', false],
  [1969, 'upstream_timeout', true],
  [3024, 'upstream_timeout', true],
  [1317, 'upstream_timeout', true],
  [1205, 'upstream_error', true],
  [1213, 'upstream_error', true],
  [1412, 'upstream_error', true],
  [1064, 'upstream_error', true],
])('maps the error %i by its number to %s', (errno, code, retryable) => {
  const error = toCallError(Object.assign(new Error('secret text'), { errno }));
  expect(error).toMatchObject({ code, retryable, message: expect.stringMatching(new RegExp(`error ${errno}\\)`)) });
  expect(JSON.stringify(error)).not.toContain('secret');
});

it.each([
  ['10.11.6-MariaDB-0+deb12u1', 'max_statement_time = 20'],
  ['8.0.36', 'max_execution_time = 20000'],
  ['8.0.mysql_aurora.3.05.2', 'max_execution_time = 20000'],
])('limits the time of a statement on %s by %s', (version, setting) => {
  expect(statementLimit(version, 20_000)).toBe(setting);
});

it.each([1040, 1203, 1226])('passes the error %i on to the rate limiter', (errno) => {
  expect(toCallError({ errno })).toBeInstanceOf(TooManyRequestsResponse);
});
