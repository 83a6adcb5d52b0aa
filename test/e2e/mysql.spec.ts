import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { cliHere, documentOf } from '../support/cli.js';
import { TestClock, withTestApp } from '../support/create-test-app.js';
import { copyToMysql } from '../support/copy-to-mysql.js';
import { describeOnMysql, MysqlTestDatabase } from '../support/mysql.js';
import { temporaryFolder } from '../support/test-replica.js';
import { METRICS } from '../../src/domain/metrics.js';
import { startDemoUpstream, type DemoUpstream } from '../../src/demo/demo-upstream.js';

const NOW = new Date().toISOString();
const RESTAURANTS = 12;
const COLUMNS = ['restaurant_id', 'stat_date', ...METRICS.map(({ upstreamField }) => upstreamField)].join(', ');
const METRIC_COLUMNS = METRICS.map(({ column }) => `stat.${column}`).join(', ');

const optionsOf = (env: Record<string, string>) => ({
  env: { SYNC_ON_START: 'off', ...env },
  clock: TestClock.at(NOW),
});

describeOnMysql('a replica of MySQL', () => {
  let demo: DemoUpstream;
  let database: MysqlTestDatabase;

  beforeAll(async () => {
    demo = await startDemoUpstream({ restaurants: RESTAURANTS, now: () => new Date(NOW) });
    database = await MysqlTestDatabase.create();
    await copyToMysql(demo.url, database);
    await database.admin.query(`CREATE VIEW delivery_stats AS SELECT ${COLUMNS} FROM looker_studio_summary`);
    await database.grant('delivery_stats', 'restaurants');
  });

  afterAll(async () => {
    await demo.close();
    await database.drop();
  });

  /** Returns every stored cell of the statistics after a full run and an incremental one, as text. */
  const replicaOf = (env: Record<string, string>) =>
    withTestApp(optionsOf(env), async (app) => {
      for (const request of [{ full: true }, {}])
        expect(await app.sync(request)).toMatchObject({ status: 'completed' });
      const rows = await app.rows<object>(
        `SELECT client.name, client.upstream_id, stat.stat_date, ${METRIC_COLUMNS}, stat.total_sales, stat.total_orders
         FROM client_stat stat JOIN client ON client.id = stat.client_id ORDER BY client.id, stat.stat_date`,
      );
      return { text: JSON.stringify(rows), cells: rows.length * (METRICS.length + 2) };
    });

  it('equals the replica of the API to the byte, read from a table and from a view', async () => {
    const http = await replicaOf({ DELIVERY_STATS_API_URL: demo.url });
    const table = await replicaOf({ DELIVERY_STATS_MYSQL_URL: database.url() });
    const view = await replicaOf({
      DELIVERY_STATS_MYSQL_URL: database.url(),
      DELIVERY_STATS_MYSQL_TABLE: 'delivery_stats',
    });
    expect(http.cells).toBeGreaterThan(50_000);
    expect(table.text === http.text).toBe(true);
    expect(view.text === http.text).toBe(true);
  });

  it('copies MySQL and asks the API to collect when both are configured', async () => {
    const collector = await startDemoUpstream({ restaurants: 1, collection: 'blocking', collectionMs: 1 });
    const env = { DELIVERY_STATS_MYSQL_URL: database.url(), DELIVERY_STATS_API_URL: collector.url };
    await withTestApp(optionsOf(env), async (app) => {
      expect(await app.sync({ daysBack: 7 })).toMatchObject({
        status: 'completed',
        counts: { inserted: expect.any(Number) },
      });
      const { body } = await app.request<{ details: object }>('GET', '/health', { role: 'monitor' });
      expect(body.details).toMatchObject({ upstream: { status: 'up', lastCall: 'ok' } });
      expect(await app.collect()).toMatchObject({ status: 'succeeded' });
    });
    await collector.close();
  });

  it('is examined by doctor, which compares a week with the API', async () => {
    const folder = temporaryFolder();
    const env = {
      DATABASE_URL: `sqlite:${join(folder.path, 'replica.sqlite')}`,
      DELIVERY_STATS_MYSQL_URL: database.url(),
      DELIVERY_STATS_API_URL: demo.url,
    };
    const checks = async (more = {}) => {
      const result = await cliHere(['doctor', '--json'], { ...env, ...more });
      return (documentOf(result) as { checks: { name: string; status: string; message: string }[] }).checks;
    };
    const found = Object.fromEntries((await checks()).map(({ name, message }) => [name, message]));
    expect(found).toMatchObject({
      mysql: expect.stringMatching(/^(MariaDB|MySQL) \d+\.\d+\.\d+\S*, not encrypted, on this machine$/),
      'mysql statistics': 'looker_studio_summary is a table; every column can be read exactly',
      'mysql index': 'on restaurant_id, stat_date',
      'mysql names': expect.stringContaining('not by utf8mb4_unicode_ci'),
      'mysql dates': 'no row has a zero date',
      'upstream comparison': expect.stringMatching(/return the same \d+ days of 10 restaurants/),
    });
    await database.admin.query(
      'UPDATE looker_studio_summary SET grab_orders = grab_orders + 1 WHERE restaurant_id = 3',
    );
    const comparison = (await checks()).find(({ name }) => name === 'upstream comparison');
    expect(comparison).toMatchObject({ status: 'warn', message: expect.stringContaining('differ for 1 of 10') });
    await database.admin.query(
      'UPDATE looker_studio_summary SET grab_orders = grab_orders - 1 WHERE restaurant_id = 3',
    );
    folder.discard();
  });

  it('stops the run once when the database rejects the account or has another shape', async () => {
    const refused = database.url().replace(/:[^:@]*@/, ':wrong@');
    const cases = [
      [{ DELIVERY_STATS_MYSQL_URL: refused }, 'upstream_refused'],
      [
        { DELIVERY_STATS_MYSQL_URL: database.url(), DELIVERY_STATS_MYSQL_TABLE: 'restaurants' },
        'upstream_misconfigured',
      ],
    ] as const;
    for (const [env, code] of cases) {
      await withTestApp(optionsOf({ ...env, SYNC_CONCURRENCY: '1' }), async (app) => {
        for (const name of ['A', 'B', 'C']) await app.addClient(name);
        const run = await app.sync({ daysBack: 7 });
        expect(run).toMatchObject({ status: 'failed', error: { code } });
        const { body } = await app.get(`/sync/runs/${run.id}/items`);
        expect(body.items.map((item) => item.code)).toEqual([code, 'run_stopped', 'run_stopped']);
      });
    }
  });
});
