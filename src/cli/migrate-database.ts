import { InvalidArgumentError } from 'commander';
import { DataSource } from 'typeorm';
import { databaseOf } from '../config/database-address.js';
import { SqliteServerLock } from '../database/sqlite-server-lock.js';
import { sqliteHandle } from '../database/sqlite-database.js';
import { PostgresDatabase } from '../database/postgres-database.js';
import type { Cli, Outcome } from './cli.js';
import { compareTable, copyTable, assertEmpty, tablesOf } from './copy-tables.js';
import { interruptible } from './interrupt.js';
import { count, facts } from './text.js';

/** `migrate-database`: the whole replica from SQLite to PostgreSQL. */
export function addMigrateDatabase(cli: Cli): void {
  cli
    .command(
      'migrate-database',
      'copy the whole replica from SQLite to an empty PostgreSQL database, and compare every row',
    )
    .requiredOption('--to <url>', 'postgres://USER:PASSWORD@HOST/DATABASE', postgresUrl)
    .addHelpText('after', '\nThe server must be stopped. The SQLite file stays as it is.')
    .action(
      cli.runs(({ to }: { to: string }) =>
        interruptible(async (signal) => {
          const file = cli.replicaFile('pg_dump and pg_restore');
          const lock = SqliteServerLock.acquire(file);
          try {
            return await cli.withProduct((app) => migrate(cli, app.get(DataSource), { file, to, signal }));
          } finally {
            lock.release();
          }
        }),
      ),
    );
}

/** One transaction on the other side: it holds all of the replica, compared, or nothing. */
async function migrate(
  cli: Cli,
  source: DataSource,
  { file, to, signal }: { file: string; to: string; signal: AbortSignal },
): Promise<Outcome> {
  const { openPostgres, postgresOptions } = await import('../database/postgres-server.js');
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

function postgresUrl(text: string): string {
  const address = databaseOf(text);
  if (address?.kind === 'postgres') return address.url;
  throw new InvalidArgumentError('It must be postgres://USER:PASSWORD@HOST:PORT/DATABASE.');
}
