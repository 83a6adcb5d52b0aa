import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, TestClock, withTestApp } from '../support/create-test-app.js';
import { DeliveryApiProcess, READ_KEY } from '../support/delivery-api.js';
import { describeOnMysql, MysqlTestDatabase, type StatRow } from '../support/mysql.js';
import { json, nothingFrom, ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { METRICS } from '../../src/domain/metrics.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = '2026-11-21';
const WEEKS = 5;
const DAYS = 7 * WEEKS;
const ORDINARY = 30;
/** Names that a collation finds equal, and one that needs every kind of escaping. */
const NAMES = ['Cafe', 'cafe', 'Café', "Ayam `d'Oro` & Co / #1? 100%", 'Warung 🍜', 'Warung 🍕'];
/** A restaurant with two different rows of one day, with invalid values, and with days of which nobody reported anything. */
const TWICE = 'Twice';
const INVALID = 'Invalid';
const SILENT = 'Silent';
const BATCH = 'POST /api/v1/getBatchStats';
const METRIC_COLUMNS = METRICS.map(({ column }) => `stat.${column}`).join(', ');
const COLUMNS = ['restaurant_id', 'stat_date', ...METRICS.map(({ upstreamField }) => upstreamField)].join(', ');

interface Restaurant {
  readonly id: number;
  readonly name: string;
  readonly rows: readonly StatRow[];
}

const dayAt = (ago: number) => new Date(Date.parse(YESTERDAY) - ago * 86_400_000).toISOString().slice(0, 10);

/** Returns the rows of a restaurant: every metric of every day differs, some days are absent, and on some a platform is silent. */
function rowsOf(id: number): StatRow[] {
  return Array.from({ length: DAYS }, (_, ago) => ago).flatMap((ago) => {
    if ((ago + id) % 11 === 0) return [];
    const values = METRICS.map(({ upstreamField, kind }, index) => {
      const size = id * 1_000_000 + ago * 1_000 + index;
      return [upstreamField, kind === 'money' ? `${size}.${10 + ((ago * 7) % 90)}` : size % 977];
    });
    const silent = (ago + id) % 7 === 0 ? nothingFrom('gojek') : (ago + id) % 9 === 0 ? nothingFrom('grab') : {};
    return [{ ...upstreamRow(dayAt(ago)), ...Object.fromEntries(values), ...silent } as StatRow];
  });
}

/** What the agency's server holds. */
function restaurants(): Restaurant[] {
  const ordinary = Array.from({ length: ORDINARY }, (_, index) => `Restaurant ${index + 1}`);
  return [...ordinary, ...NAMES, TWICE, INVALID, SILENT, 'Empty'].map((name, index) => {
    const id = index + 1;
    const [newest = {}, second = {}, third = {}, ...older] = rowsOf(id);
    if (name === 'Empty') return { id, name, rows: [] };
    if (name === TWICE) return { id, name, rows: [newest, { ...newest, grab_orders: 1 }, second, third, ...older] };
    const refund = { ...third, grab_sales: '-12.34' };
    if (name === INVALID) return { id, name, rows: [newest, { ...second, gojek_orders: -1 }, refund, ...older] };
    const nothing = { ...second, ...nothingFrom('grab'), ...nothingFrom('gojek') } as StatRow;
    if (name === SILENT) return { id, name, rows: [newest, nothing, ...older] };
    return { id, name, rows: [newest, second, third, ...older] };
  });
}

const optionsOf = (env: Record<string, string>) => ({
  env: { SYNC_ON_START: 'off', ...env },
  clock: TestClock.at(NOW),
});

describeOnMysql('the same numbers', () => {
  const held = restaurants();
  let upstream: ScriptedUpstream;
  let database: MysqlTestDatabase;
  let api: DeliveryApiProcess;
  let batches = 0;

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    upstream.list(held.map(({ id, name }) => ({ id, name })));
    database = await MysqlTestDatabase.create();
    for (const { id, name, rows } of held) {
      upstream.serve(
        name,
        rows.map((row) => ({ ...row, restaurant_id: id, restaurant_name: name })),
      );
      await database.insert(
        id,
        name,
        rows.map((row) => ({ ...row, stat_date: String(row.stat_date).slice(0, 10) })),
      );
    }
    await database.admin.query(`CREATE VIEW delivery_stats AS SELECT ${COLUMNS} FROM looker_studio_summary`);
    await database.grant('delivery_stats', 'restaurants');
    api = await DeliveryApiProcess.start({ DELIVERY_STATS_MYSQL_URL: database.url() });
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
    await upstream.close();
  });

  /** Returns every cell of the days on which something was reported, as text, their number, the other days and the rejected rows. */
  async function contentOf(app: TestApp) {
    const all = await app.rows<Record<string, unknown>>(
      `SELECT client.name, stat.stat_date, ${METRIC_COLUMNS}, stat.total_sales, stat.total_orders
       FROM client_stat stat JOIN client ON client.id = stat.client_id ORDER BY client.name, stat.stat_date`,
    );
    const isReported = (row: Record<string, unknown>) => METRICS.some(({ column }) => row[column] !== null);
    const rows = all.filter(isReported);
    const silent = all.filter((row) => !isReported(row)).map(({ name, stat_date }) => [name, stat_date]);
    const rejected = await app.rows<{ field: string; reason: string }>(
      'SELECT DISTINCT field, reason FROM quarantined_row ORDER BY field, reason',
    );
    return { text: JSON.stringify(rows), cells: rows.length * (METRICS.length + 2), silent, rejected };
  }

  const pulled = (env: Record<string, string>, requests: object[] = [{ daysBack: DAYS }]) =>
    withTestApp(optionsOf(env), async (app) => {
      for (const request of requests) expect(await app.sync(request)).toMatchObject({ items: { failed: 0 } });
      return contentOf(app);
    });

  const weeks = Array.from({ length: WEEKS }, (_, week) => ({ from: dayAt(7 * week + 6), to: dayAt(7 * week) }));
  const companion = () => ({ DELIVERY_STATS_API_URL: api.url, DELIVERY_STATS_API_KEY: READ_KEY });

  /** Sends the batch as an Express API does: an object cannot hold two rows of one day. */
  function serveBatch(): void {
    upstream.route(BATCH, (request, response) => {
      batches += 1;
      const body = held
        .filter(({ name }) => name !== TWICE)
        .map(({ id, name, rows }) => [
          String(id),
          Object.fromEntries(
            rows.map((row) => [
              String(row.stat_date).slice(0, 10),
              { ...row, restaurant_id: id, restaurant_name: name },
            ]),
          ),
        ]);
      json(200, Object.fromEntries(body))(request, response);
    });
  }

  const pushed = () =>
    withTestApp(optionsOf({ DELIVERY_STATS_SOURCE: 'push' }), async (app) => {
      for (const { name } of held) await app.addClient(name);
      for (let at = 0; at < held.length; at += 10) {
        const some = held.slice(at, at + 10);
        const rows = some.flatMap(({ name, rows }) => rows.map((row) => ({ ...row, restaurant_name: name })));
        const covers = some.map(({ name }) => ({ restaurantName: name, from: dayAt(DAYS - 1), to: YESTERDAY }));
        const body = { batchId: `batch-${at}`, collectedAt: NOW, covers, rows };
        expect([200, 207]).toContain((await app.call('POST', '/ingest', body, 'collector')).status);
      }
      return contentOf(app);
    });

  it('make the same replica to the byte, whichever way they come', async () => {
    const expected = await pulled({ DELIVERY_STATS_API_URL: upstream.url });
    const silent = [[SILENT, dayAt(1)]];
    expect(expected.silent).toEqual(silent);
    expect(expected.rejected).toEqual([
      { field: 'gojek_orders', reason: 'negative_count' },
      { field: 'grab_orders', reason: 'conflicting_duplicate' },
    ]);
    serveBatch();
    const others = {
      'HTTP batch': await pulled({ DELIVERY_STATS_API_URL: upstream.url }, weeks),
      'MySQL table': await pulled({ DELIVERY_STATS_MYSQL_URL: database.url() }),
      'MySQL view': await pulled({
        DELIVERY_STATS_MYSQL_URL: database.url(),
        DELIVERY_STATS_MYSQL_TABLE: 'delivery_stats',
      }),
      push: await pushed(),
      companion: await pulled(companion()),
      'companion batch': await pulled(companion(), weeks),
    };
    expect(batches).toBe(WEEKS);
    const differing = Object.entries(others).filter(([, { text }]) => text !== expected.text);
    expect(differing.map(([way]) => way)).toEqual([]);
    for (const [way, { rejected, ...other }] of Object.entries(others)) {
      expect([way, rejected]).toEqual([way, expected.rejected]);
      // A row of nulls says nothing. A push of it is ignored, and a copy notes that the day was sent.
      expect([way, other.silent]).toEqual([way, way === 'push' ? [] : silent]);
    }
    const compared = Object.values(others).reduce((sum, { cells }) => sum + cells, 0);
    expect([expected.cells, compared]).toEqual([19_808, 118_848]);
  });
});
