import type { DataSource, ObjectLiteral } from 'typeorm';

/**
 * Makes TypeORM bind whole numbers. Its SQLite driver writes them into the text of a statement, so SQLite would compile a statement again for every
 * id, and the cache of compiled statements would hold one statement an id.
 */
export function bindNumbers({ driver }: DataSource): void {
  const escape = driver.escapeQueryWithParameters.bind(driver);
  driver.escapeQueryWithParameters = (sql, parameters) => escape(sql, toBoundNumbers(parameters));
}

/** Replaces whole numbers with bigints, which the driver binds and which SQLite stores and compares as the same integers. */
function toBoundNumbers(parameters: ObjectLiteral): ObjectLiteral {
  const entries = Object.entries(parameters);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Number.isSafeInteger(value) ? BigInt(value as number) : value]),
  );
}
