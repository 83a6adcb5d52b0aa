import { DataSource } from 'typeorm';
import type { Cli, Outcome } from '../cli.js';
import { compareTable, copyTable, assertEmpty, tablesOf } from '../migrate-database/copy-tables.js';
import { interruptible } from '../interrupt.js';
import { requireSqliteFile } from '../sqlite-file.js';
import { count, facts } from '../output/text.js';
import { SqliteServerLock, sqliteHandle } from '../../platform/database/index.js';
import { PostgresDatabase } from '../../platform/database/postgres/index.js';

/** Copies the replica from SQLite to the empty PostgreSQL database at `to` and compares every row. No server may run. */
export function migrateDatabase(cli: Cli, to: string): Promise<Outcome> {
  return interruptible(async (signal) => {
    const file = requireSqliteFile(cli.config, 'pg_dump and pg_restore');
    const lock = SqliteServerLock.acquire(file);
    try {
      return await cli.withAppContext((app) => copyAndCompare(cli, app.get(DataSource), { file, to, signal }));
    } finally {
      lock.release();
    }
  });
}

/** Works in one transaction of the target: it holds the complete, compared replica afterwards, or nothing. */
async function copyAndCompare(
  cli: Cli,
  source: DataSource,
  { file, to, signal }: { file: string; to: string; signal: AbortSignal },
): Promise<Outcome> {
  const { openPostgres, postgresOptions } = await import('../../platform/database/postgres/postgres-server.js');
  const entities = source.entityMetadatas.map(({ target }) => target);
  const target = await openPostgres({ ...postgresOptions(to), entities });
  try {
    const tables = tablesOf(source);
    const held = sqliteHandle(source.manager);
    const rows: Record<string, number> = {};
    await new PostgresDatabase(target).write(async (tx) => {
      await assertEmpty(tx, tables);
      for (const table of tables) {
        const show = (done: number) => cli.progress.show(`Copying ${table.name}: ${count(done)} rows`);
        rows[table.name] = await copyTable(held, tx, table, { signal, show });
      }
      for (const table of tables) {
        await compareTable(held, tx, table, {
          signal,
          show: (done) => cli.progress.show(`Comparing ${table.name}: ${count(done)} rows`),
        });
      }
    });
    const lines = facts(Object.entries(rows).map(([table, copied]) => [table, count(copied)] as const));
    const next = `Every row is there, cell by cell. Set DATABASE_URL to it and start the server; ${file} stays as it is.`;
    return { document: { rows, verified: true }, text: `${lines}\n\n${next}` };
  } finally {
    await target.destroy();
  }
}
