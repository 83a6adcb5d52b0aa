import type { EntityManager } from 'typeorm';

const SQLITE = 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()';
const POSTGRES = 'SELECT pg_database_size(current_database()) AS bytes';

/** Returns the size of the replica in bytes. On PostgreSQL it is that of the whole database, other schemas included. */
export async function readDatabaseSize(tx: EntityManager): Promise<number> {
  const sql = tx.dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
  const [row] = await tx.query<{ bytes: number | string }[]>(sql);
  return Number(row?.bytes ?? 0);
}
