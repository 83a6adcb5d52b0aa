// A first copy of 127 x 365 from MySQL by the source and the writer, beside a bare loop of the driver plus the writer.
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import mysql from 'mysql2/promise';
import { pino } from 'pino';
import { AppModule } from '../dist/app.module.js';
import { addDays } from '../dist/domain/calendar/day.js';
import { METRICS } from '../dist/domain/metrics.js';
import { parseEnvironment } from '../dist/platform/config/environment.js';
import { Database } from '../dist/platform/database/database.js';
import { StatWriter } from '../dist/stats/store/stat-writer.js';
import { UpstreamSource } from '../dist/upstream/upstream-source.js';
import { emptyReplica, valuesOf, YESTERDAY } from './lib/replica.mjs';
import { elapsed, middle } from './lib/time.mjs';
import { adminOptions } from '../test/support/jest/mysql-admin.mjs';

const CLIENTS = 127;
const DAYS = 365;
const TIMES = 3;
const CONCURRENCY = 8;
const window = { from: addDays(YESTERDAY, 1 - DAYS), to: YESTERDAY };
const fields = METRICS.map(({ upstreamField }) => upstreamField);
const name = `ds_bench_${process.pid}`;

async function fill(admin) {
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await admin.query(`USE ${name}`);
  await admin.query('CREATE TABLE restaurants (id INT PRIMARY KEY, name VARCHAR(255))');
  const columns = METRICS.map(
    ({ upstreamField, kind }) => `${upstreamField} ${kind === 'money' ? 'DECIMAL(15,2)' : 'INT'}`,
  );
  await admin.query(
    `CREATE TABLE looker_studio_summary (restaurant_id INT, stat_date DATE, ${columns.join(', ')}, KEY (restaurant_id, stat_date))`,
  );
  for (let client = 1; client <= CLIENTS; client++) {
    await admin.query('INSERT INTO restaurants VALUES (?, ?)', [client, `Restaurant ${client}`]);
    const rows = Array.from({ length: DAYS }, (_, offset) => {
      const values = valuesOf(client, offset);
      const cells = METRICS.map(({ kind }, at) =>
        kind === 'money' && values[at] !== null ? values[at] / 100 : values[at],
      );
      return [client, addDays(window.from, offset), ...cells];
    });
    await admin.query(`INSERT INTO looker_studio_summary VALUES ?`, [rows]);
  }
  await admin.query(`CREATE USER '${name}'@'%' IDENTIFIED BY 'bench'`);
  await admin.query(`GRANT SELECT ON ${name}.* TO '${name}'@'%'`);
  const [[{ port }]] = await admin.query('SELECT @@port AS port');
  return `mysql://${name}:bench@127.0.0.1:${port}/${name}`;
}

/** Runs `work` on an empty replica of the product and returns the milliseconds that it took. */
async function onReplica(url, work) {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'));
  const file = join(folder, 'replica.sqlite');
  (await emptyReplica(file, CLIENTS)).close();
  const config = parseEnvironment({ DATABASE_URL: `sqlite:${file}`, DELIVERY_STATS_MYSQL_URL: url });
  const app = await NestFactory.createApplicationContext(
    AppModule.forRoot({ config, logger: pino({ level: 'silent' }) }),
    {
      logger: false,
    },
  );
  const [database, writer, source] = [app.get(Database), app.get(StatWriter), app.get(UpstreamSource)];
  const commit = (clientId, days) =>
    database.write((tx) =>
      writer.commit(tx, {
        clientId,
        window,
        days,
        quarantinedDays: new Set(),
        undatedRows: false,
        exact: false,
        syncedAt: new Date().toISOString(),
      }),
    );
  const ms = await elapsed(() => work(source, commit));
  await app.close();
  rmSync(folder, { recursive: true });
  return ms;
}

/** Calls `work` for every client, as many at once as the product does. */
async function forEachClient(work) {
  let next = 1;
  const lane = async () => {
    while (next <= CLIENTS) await work(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
}

const bare = (url) =>
  onReplica(url, async (_source, commit) => {
    const pool = mysql.createPool({ uri: url, connectionLimit: CONCURRENCY, dateStrings: true });
    const sql = `SELECT restaurant_id, stat_date, ${fields.join(', ')} FROM looker_studio_summary WHERE restaurant_id = ? AND stat_date BETWEEN ? AND ?`;
    await forEachClient(async (client) => {
      const [rows] = await pool.execute({ sql, rowsAsArray: true }, [client, window.from, window.to]);
      const days = rows.map(([, date, ...cells]) => ({
        date,
        values: cells.map((cell, at) =>
          cell === null ? null : METRICS[at].kind === 'money' ? Math.round(Number(cell) * 100) : Number(cell),
        ),
      }));
      await commit(client, days);
    });
    await pool.end();
  });

const own = (url) =>
  onReplica(url, (source, commit) =>
    forEachClient(async (client) => {
      const { signal } = new AbortController();
      const { days } = await source.fetchDays(`Restaurant ${client}`, window, { signal });
      if (days.length !== DAYS) throw new Error(`client ${client}: ${days.length} days`);
      await commit(client, days);
    }),
  );

export async function mysqlReads() {
  const admin = await mysql.createConnection(adminOptions());
  try {
    const url = await fill(admin);
    const [bares, owns] = [[], []];
    for (let at = 0; at < TIMES; at++) {
      bares.push(await bare(url));
      owns.push(await own(url));
    }
    return [
      {
        name: 'first copy of 127 x 365 from MySQL',
        ms: middle(owns),
        baseline: 'bare mysql2 loop plus the writer',
        baselineMs: middle(bares),
      },
    ];
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await admin.query(`DROP USER IF EXISTS '${name}'@'%'`);
    await admin.end();
  }
}

if (import.meta.url === `file://${process.argv[1]}`) console.table(await mysqlReads());
