/** Advisory locks belong to a database; the hash of the schema's name tells several replicas in one database apart. */
const CLASS = { migrate: 1_795_392_001, write: 1_795_392_002, server: 1_795_392_003 } as const;

/** Returns the two keys of an advisory lock, as SQL. */
export function advisoryLockKeys(purpose: keyof typeof CLASS): string {
  return `${CLASS[purpose]}, hashtext(current_schema())`;
}

/** Returns SQL that selects as `held` whether any connection holds the lock. */
export function isHeldSql(purpose: keyof typeof CLASS): string {
  return `SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND locktype = 'advisory' AND granted AND classid = ${CLASS[purpose]}
      AND objid::bigint = hashtext(current_schema())::bigint & 4294967295) AS held`;
}
