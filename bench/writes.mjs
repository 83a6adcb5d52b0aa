// How fast 127 x 365 rows are written: the limit (raw inserts), the product's own writer, TypeORM's upsert, the old design.
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { AppModule } from '../dist/app.module.js';
import { parseEnvironment } from '../dist/platform/config/environment.js';
import { Database } from '../dist/platform/database/database.js';
import { addDays } from '../dist/domain/calendar/day.js';
import { ClientStat } from '../dist/stats/store/client-stat.entity.js';
import { METRICS } from '../dist/domain/metrics.js';
import { StatWriter } from '../dist/stats/store/stat-writer.js';
import { emptyReplica, INSERT, valuesOf, YESTERDAY } from './lib/replica.mjs';
import { elapsed, middle } from './lib/time.mjs';

const CLIENTS = 127;
const DAYS = 365;
const TIMES = 5;
const first = addDays(YESTERDAY, 1 - DAYS);
const dates = Array.from({ length: DAYS }, (_, offset) => addDays(first, offset));
const rows = Array.from({ length: CLIENTS }, (_, client) =>
  dates.map((date, offset) => ({ date, values: valuesOf(client + 1, offset) })),
);

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'));
  try {
    return await work(join(folder, 'replica.sqlite'), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const raw = () =>
  inFolder(async (file) => {
    const db = await emptyReplica(file, CLIENTS);
    const now = new Date().toISOString();
    const insert = db.prepare(INSERT);
    const one = db.transaction((client) => {
      for (const { date, values } of rows[client]) insert.run(client + 1, date, ...values, now, now, now);
    });
    const ms = await elapsed(() => rows.forEach((_, client) => one(client)));
    db.close();
    return ms;
  });

const own = (withUpsert) =>
  inFolder(async (file) => {
    (await emptyReplica(file, CLIENTS)).close();
    const config = parseEnvironment({ DATABASE_URL: `sqlite:${file}` });
    const app = await NestFactory.createApplicationContext(
      AppModule.forRoot({ config, logger: pino({ level: 'silent' }) }),
      { logger: false },
    );
    const window = { from: first, to: YESTERDAY };
    const writer = app.get(StatWriter);
    const syncedAt = new Date().toISOString();
    const checked = rows.map((days) =>
      days.map(({ date, values }) => ({ date, values: values.slice(0, METRICS.length) })),
    );
    const all = async () => {
      for (const [client, days] of checked.entries()) {
        const commit = {
          clientId: client + 1,
          window,
          days,
          quarantinedDays: new Set(),
          undatedRows: false,
          exact: false,
          syncedAt,
        };
        await app.get(Database).write(async (tx) => writer.commit(tx, commit));
      }
    };
    const figures = { insert: await elapsed(all), same: await elapsed(all) };
    if (!withUpsert) {
      await app.close();
      return figures;
    }
    const dataSource = app.get(DataSource);
    await app.get(Database).write((tx) => tx.query('DELETE FROM client_stat'));
    figures.upsert = await elapsed(async () => {
      for (const [client, days] of rows.entries()) {
        const entities = days.map(({ date, values }) => ({
          clientId: client + 1,
          statDate: date,
          ...Object.fromEntries(METRICS.map(({ name }, index) => [name, values[index]])),
          totalSales: values.at(-2),
          totalOrders: values.at(-1),
          syncedAt,
          createdAt: syncedAt,
          updatedAt: syncedAt,
        }));
        await dataSource.manager.upsert(ClientStat, entities, ['clientId', 'statDate']);
      }
    });
    await app.close();
    return figures;
  });

/** The old design: a row-by-row upsert on ActiveRecord. Null where Ruby or the gem is not installed. */
function activeRecord() {
  return inFolder(async (_file, folder) => {
    try {
      const script = fileURLToPath(new URL('lib/activerecord.rb', import.meta.url));
      return JSON.parse(execFileSync('ruby', [script, String(DAYS)], { cwd: folder, encoding: 'utf8' }));
    } catch {
      return null;
    }
  });
}

export async function writes() {
  // In turns, and the median: what the disk does meanwhile meets both alike.
  const [raws, owns] = [[], []];
  for (let at = 0; at < TIMES; at++) {
    raws.push(await raw());
    owns.push(await own(at === TIMES - 1));
  }
  const rawMs = middle(raws);
  const insert = middle(owns.map((figures) => figures.insert));
  const same = middle(owns.map((figures) => figures.same));
  const { upsert } = owns.at(-1);
  const old = await activeRecord();
  const limit = { baseline: 'raw better-sqlite3 inserts', baselineMs: rawMs };
  return [
    { name: 'our writer, 46,355 new rows', ms: insert, ...limit },
    { name: 'our writer, the same rows again', ms: same, baseline: 'our writer, new rows', baselineMs: insert },
    { name: 'TypeORM upsert, 46,355 rows', ms: upsert, ...limit },
    ...(old
      ? [
          {
            name: 'our writer, 46,355 new rows',
            ms: insert,
            baseline: 'the old design (ActiveRecord upsert)',
            baselineMs: old.upsertMs,
          },
        ]
      : []),
    ...(old
      ? [
          { name: 'the old ranked list, 30 days', ms: old.list30Ms },
          { name: 'the old ranked list, 365 days', ms: old.list365Ms },
        ]
      : []),
  ];
}

if (import.meta.url === `file://${process.argv[1]}`) console.table(await writes());
