import { on, once } from 'node:events';
import { readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, TestClock } from '../support/create-test-app.js';
import { DeliveryApiProcess, READ_KEY, TRIGGER_KEY } from '../support/delivery-api.js';
import { describeOnMysql, MysqlTestDatabase } from '../support/mysql.js';
import { temporaryFolder } from '../support/test-replica.js';

const STATS = '/api/v1/getRestaurantStats';
const TRIGGER = '/api/v1/triggerCollection';
const STATUS = '/api/v1/collectionStatus';
const NAMES = ['Warung', 'warung', 'Café & Co / 100% 🍜 ', "D'Angelo"];
const SECRET = 'Passw0rd-of-the-script';

interface Status {
  readonly isRunning: boolean;
  readonly lastResult: {
    readonly success: boolean | null;
    readonly error: string | null;
    restaurants_updated: number | null;
  } | null;
}

describeOnMysql('the companion API', () => {
  let database: MysqlTestDatabase;
  let folder: ReturnType<typeof temporaryFolder>;
  let api: DeliveryApiProcess;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

  beforeAll(async () => {
    database = await MysqlTestDatabase.create();
    await database.admin.query(
      `ALTER TABLE looker_studio_summary ADD grab_commission DECIMAL(15,2) DEFAULT 7.5,
       ADD gojek_accepting_time TIME DEFAULT '00:00:12', ADD api_token VARCHAR(20) DEFAULT 'SECRET'`,
    );
    folder = temporaryFolder();
    for (const [index, name] of NAMES.entries()) {
      const rows = ['2026-11-19', '2026-11-20', '2026-11-21'].map((stat_date, day) => ({
        stat_date,
        grab_sales: `${1000 * (index + 1) + day}.25`,
        grab_orders: 3 + day,
        gojek_sales: day === 1 ? null : '5.00',
      }));
      await database.insert(index + 1, name, rows);
    }
    // The script does what the file beside it says, so that one API serves all cases.
    writeFileSync(
      join(folder.path, 'collect.cjs'),
      `const { readFileSync } = require('node:fs');
       console.log(${JSON.stringify(SECRET)}, Object.keys(process.env).join());
       new Function('require', readFileSync(__dirname + '/do.js', 'utf8'))(require);`,
    );
    api = await start();
  });

  const start = () =>
    DeliveryApiProcess.start({
      DELIVERY_STATS_MYSQL_URL: database.url(),
      COLLECT_COMMAND: JSON.stringify([process.execPath, join(folder.path, 'collect.cjs')]),
      COLLECT_STATE_DIR: join(folder.path, 'state'),
    });

  afterAll(async () => {
    expect(await api.stop()).toBe(0);
    await database.drop();
    folder.discard();
  });

  const stats = (query: string) => api.call('GET', `${STATS}?${query}`, { key: READ_KEY });
  const named = (name: string) => `restaurant_name=${encodeURIComponent(name)}&source=looker_summary`;

  it('is read by the product, to the last cell', async () => {
    const clock = TestClock.at('2026-11-22T06:00:00.000Z');
    const env = { DELIVERY_STATS_API_URL: api.url, DELIVERY_STATS_API_KEY: READ_KEY, SYNC_BACKFILL_DAYS: '10' };
    const app = await createTestApp({ env, clock });
    try {
      expect(await app.startupRunEnd()).toMatchObject({
        status: 'completed',
        items: { done: 4 },
        counts: { inserted: 12 },
      });
      const rows = await app.rows<{ name: string; stat_date: string; grab_sales: number; gojek_sales: number | null }>(
        'SELECT client.name, stat_date, grab_sales, gojek_sales FROM client_stat JOIN client ON client.id = client_id ORDER BY client.id, stat_date',
      );
      expect(rows.map(({ name, stat_date, grab_sales }) => [name, stat_date, grab_sales])).toEqual(
        NAMES.flatMap((name, index) =>
          ['2026-11-19', '2026-11-20', '2026-11-21'].map((date, day) => [
            name,
            date,
            (1000 * (index + 1) + day) * 100 + 25,
          ]),
        ),
      );
      expect(rows[1]?.gojek_sales).toBeNull();
    } finally {
      await app.stop();
    }
  });

  it('returns the shape of docs/UPSTREAM.md, newest day first, and no column beside those that are known', async () => {
    const { status, body } = await stats(`${named('Warung')}&start_date=2026-11-20&end_date=2026-11-21`);
    expect([status, body]).toMatchObject([
      200,
      {
        restaurant_name: 'Warung',
        source: 'looker_summary',
        period: '2026-11-20 to 2026-11-21',
        records_count: 2,
        data: [
          {
            restaurant_id: 1,
            restaurant_name: 'Warung',
            stat_date: '2026-11-21T00:00:00.000Z',
            grab_sales: '1002.25',
            grab_orders: 5,
            grab_commission: '7.50',
            gojek_accepting_time: '00:00:12',
          },
          { stat_date: '2026-11-20T00:00:00.000Z', gojek_sales: null },
        ],
      },
    ]);
    const list = await stats('source=restaurants');
    expect(list.body).toMatchObject({
      records_count: 4,
      data: NAMES.map((name, index) => ({ id: index + 1, name })),
    });
    expect(JSON.stringify([body, list.body])).not.toMatch(/SECRET|token|rating/);
    const batch = await api.call('POST', '/api/v1/getBatchStats', {
      key: READ_KEY,
      body: { start_date: '2026-11-20', end_date: '2026-11-21' },
    });
    expect(batch.body).toMatchObject({ 1: { '2026-11-20': { restaurant_id: 1 }, '2026-11-21': {} }, 4: {} });
    expect(
      (await api.call('GET', '/api/v1/getFieldsInfo?source=looker_summary', { key: READ_KEY })).body,
    ).toMatchObject({
      source: 'looker_summary',
      fields_count: 19,
      fields: expect.arrayContaining([{ name: 'gojek_accepting_time', type: 'time' }]),
    });
  });

  it.each([
    [404, 'GET', `${STATS}?restaurant_name=WARUNG&source=looker_summary`, 'Restaurant not found'],
    [404, 'GET', '/api/v1/nothing', 'Cannot GET /api/v1/nothing'],
    [
      400,
      'GET',
      `${STATS}?restaurant_name=a&restaurant_name=b&source=looker_summary`,
      'restaurant_name was sent more than once',
    ],
    [400, 'GET', `${STATS}?restaurant_name=Warung&source=grab_token`, 'source must be looker_summary or restaurants'],
    [400, 'GET', `${STATS}?source=looker_summary`, 'restaurant_name is required'],
    [
      400,
      'GET',
      `${STATS}?restaurant_name=Warung&source=looker_summary&start_date=2026-02-30`,
      'start_date must be a day YYYY-MM-DD',
    ],
  ])('responds %i: %s %s', async (status, method, path, error) => {
    expect(await api.call(method, path, { key: READ_KEY })).toMatchObject({ status, body: { error } });
  });

  it('leaves out of a batch what an object of days cannot hold, and what only a call for one restaurant can refuse', async () => {
    await database.insert(11, 'Twice', [
      { stat_date: '2026-11-20', grab_orders: 1 },
      { stat_date: '2026-11-20', grab_orders: 2 },
    ]);
    await database.insert(12, 'Shared', [{ stat_date: '2026-11-20', grab_orders: 1 }]);
    await database.insert(13, 'Shared', [{ stat_date: '2026-11-20', grab_orders: 2 }]);
    await database.insert(14, 'Without days');
    const body = { start_date: '2026-10-22', end_date: '2026-11-21' };
    const { status, body: batch } = await api.call('POST', '/api/v1/getBatchStats', { key: READ_KEY, body });
    expect([status, Object.keys(batch as object)]).toEqual([200, ['1', '2', '3', '4', '14']]);
    expect(await stats(named('Twice'))).toMatchObject({ status: 200, body: { records_count: 2 } });
    expect((await stats(named('Shared'))).status).toBe(409);
    await database.admin.query('DELETE FROM restaurants WHERE id > 10');
    await database.admin.query('DELETE FROM looker_studio_summary WHERE restaurant_id > 10');
  });

  it('passes on a time that is not midnight as it stands, so that nobody reads it as a day', async () => {
    const other = await MysqlTestDatabase.create();
    await other.admin.query('ALTER TABLE looker_studio_summary MODIFY stat_date DATETIME');
    await other.insert(1, 'Warung', [{ stat_date: '2026-11-20 16:00:00' }, { stat_date: '2026-11-20' }]);
    const own = await DeliveryApiProcess.start({ DELIVERY_STATS_MYSQL_URL: other.url() });
    const { body } = await own.call('GET', `${STATS}?${named('Warung')}`, { key: READ_KEY });
    const dates = (body as { data: { stat_date: string }[] }).data.map(({ stat_date }) => stat_date);
    expect(dates.sort()).toEqual(['2026-11-20 16:00:00', '2026-11-20T00:00:00.000Z']);
    await own.stop();
    await other.drop();
  });

  it('asks for a key, and the read key starts nothing', async () => {
    expect((await api.call('GET', `${STATS}?source=restaurants`, { key: '' })).status).toBe(401);
    expect((await api.call('GET', `${STATS}?source=restaurants`, { key: 'wrong' })).status).toBe(401);
    expect((await api.call('POST', TRIGGER, { key: READ_KEY })).status).toBe(403);
    expect(await api.call('GET', '/health', { key: '' })).toMatchObject({ status: 200, body: { database: true } });
  });

  async function startCollection(script: string): Promise<void> {
    writeFileSync(join(folder.path, 'do.js'), script);
    const started = await api.call('POST', TRIGGER, { key: TRIGGER_KEY });
    expect(started).toMatchObject({ status: 200, body: { success: true, started_at: expect.any(String) } });
  }

  async function collect(script: string): Promise<Status['lastResult']> {
    await startCollection(script);
    return (await waitForEnd()).lastResult;
  }

  /** Resolves with the status when no collection runs. A collection that ends changes the files of the state. */
  async function waitForEnd(): Promise<Status> {
    const files = watch(join(folder.path, 'state'));
    const changes = on(files, 'change');
    try {
      for (;;) {
        const status = (await api.call('GET', STATUS)).body as Status;
        if (!status.isRunning) return status;
        await changes.next();
      }
    } finally {
      files.close();
    }
  }

  it('calls a collection a success only when rows changed, counts the restaurants, and leaves it alone when it stops', async () => {
    expect(await collect('')).toMatchObject({ success: null, error: 'unchanged', restaurants_updated: 0 });
    expect(await collect('process.exit(3)')).toMatchObject({
      success: false,
      error: 'failed',
      restaurants_updated: null,
    });
    // The script connects when it begins, and ends when this test ends the connection.
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    await startCollection(
      `require('node:net').connect(${(server.address() as AddressInfo).port}, '127.0.0.1').resume();`,
    );
    // The runner has read the rows before it started the script.
    const [script] = await connected;
    expect(await api.stop()).toBe(0);
    api = await start();
    expect((await api.call('GET', STATUS)).body).toMatchObject({ isRunning: true });
    expect(await api.call('POST', TRIGGER)).toMatchObject({
      status: 409,
      body: { success: false, started_at: expect.any(String) },
    });
    await database.insertRows(2, [{ stat_date: today, grab_sales: '1.00' }]);
    const ended = waitForEnd();
    script.end();
    expect((await ended).lastResult).toMatchObject({ success: true, error: null, restaurants_updated: 1 });
    server.close();
    const log = join(folder.path, 'state', 'collect.log');
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(readFileSync(log, 'utf8')).not.toMatch(/MYSQL|API_READ|API_TRIGGER/);
    expect(JSON.stringify((await api.call('GET', STATUS)).body)).not.toContain(SECRET);
  });
});
