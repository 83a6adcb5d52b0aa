/** Advisory locks belong to a database; the schema's name tells apart several replicas in one. */
const CLASS = { migrate: 1_795_392_001, write: 1_795_392_002, server: 1_795_392_003 } as const;

/** The two keys of an advisory lock, as SQL. */
export function lockOf(purpose: keyof typeof CLASS): string {
  return `${CLASS[purpose]}, hashtext(current_schema())`;
}

/** SQL that answers whether anybody holds the lock. */
export function heldSql(purpose: keyof typeof CLASS): string {
  return `SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND locktype = 'advisory' AND granted AND classid = ${CLASS[purpose]}
      AND objid::bigint = hashtext(current_schema())::bigint & 4294967295) AS held`;
}
