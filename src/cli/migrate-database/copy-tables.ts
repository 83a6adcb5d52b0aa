import type { Database as SqliteHandle } from 'better-sqlite3';
import type { DataSource, EntityManager, EntityMetadata } from 'typeorm';
import { postgresClient } from '../../platform/database/index.js';
import { findTextProblem, OperationalError, UserError } from '../../domain/index.js';

const ROWS_AT_ONCE = 2_000;

/** A table as both databases have it. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key: readonly string[];
  /** The column the database numbers; null when it numbers none. */
  readonly numbered: string | null;
}

interface Working {
  readonly signal: AbortSignal;
  /** Told the rows that are done. */
  readonly show: (rows: number) => void;
}

type Cell = string | number | boolean | null;

/** The tables of the entities, each after those it refers to. */
export function tablesOf(source: DataSource): Table[] {
  const ordered: EntityMetadata[] = [];
  const visit = (metadata: EntityMetadata): void => {
    if (ordered.includes(metadata)) return;
    for (const { referencedEntityMetadata } of metadata.foreignKeys) visit(referencedEntityMetadata);
    ordered.push(metadata);
  };
  source.entityMetadatas.forEach(visit);
  return ordered.map(({ tableName, columns, primaryColumns, generatedColumns }) => ({
    name: tableName,
    columns: columns.map(({ databaseName, type }) => ({
      name: databaseName,
      type: type === Number ? 'integer' : typeof type === 'string' ? type : 'varchar',
    })),
    key: primaryColumns.map(({ databaseName }) => databaseName),
    numbered: generatedColumns[0]?.databaseName ?? null,
  }));
}

/** @throws UserError when any of the tables holds a row. */
export async function assertEmpty(tx: EntityManager, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const [row] = await tx.query<{ held: boolean }[]>(`SELECT EXISTS (SELECT 1 FROM ${quoted(name)}) AS held`);
    if (row?.held !== false) {
      throw new UserError('not_empty', `The database already holds rows in ${name}. Name an empty one.`, 409);
    }
  }
}

/** Copies all rows with their ids, and continues the numbering of SQLite. Returns the number of rows. */
export async function copyTable(
  from: SqliteHandle,
  tx: EntityManager,
  table: Table,
  { signal, show }: Working,
): Promise<number> {
  const client = await postgresClient(tx);
  const arrays = table.columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  const insert = `INSERT INTO ${quoted(table.name)} (${names(table)}) SELECT * FROM unnest(${arrays})`;
  let done = 0;
  for (const rows of batches(from, table)) {
    refuseAborted(signal);
    assertStorable(table, rows);
    await client.query(
      insert,
      table.columns.map((_, column) => rows.map((row) => row[column])),
    );
    show((done += rows.length));
  }
  if (table.numbered !== null) {
    const last = from.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck().get(table.name);
    if (typeof last === 'number' && last > 0) {
      const sequence = 'pg_get_serial_sequence($1, $2)';
      await client.query(`SELECT setval(${sequence}, $3)`, [quoted(table.name), table.numbered, last]);
    }
  }
  return done;
}

/** @throws UserError that names the first cell whose text PostgreSQL does not store. SQLite stored such texts before the product rejected them. */
function assertStorable({ name, columns, key }: Table, rows: readonly Cell[][]): void {
  for (const row of rows) {
    const index = row.findIndex((cell) => typeof cell === 'string' && findTextProblem(cell) !== null);
    if (index < 0) continue;
    const valueOf = (column: string) => row[columns.findIndex((candidate) => candidate.name === column)];
    const column = columns[index]!.name;
    const where = key.map((keyColumn) => `${keyColumn} = ${JSON.stringify(valueOf(keyColumn))}`).join(' AND ');
    throw new UserError(
      'unstorable_text',
      `PostgreSQL cannot store the column ${column} of ${name} where ${where}: it ${findTextProblem(String(row[index]))}. ` +
        `Nothing was kept on the other side. Change that text, or run on the SQLite file: ` +
        `UPDATE ${name} SET ${column} = replace(${column}, char(0), '') WHERE ${where}`,
    );
  }
}

/** Reads both sides again and compares every cell. @throws OperationalError naming the first difference. */
export async function compareTable(
  from: SqliteHandle,
  tx: EntityManager,
  table: Table,
  { signal, show }: Working,
): Promise<void> {
  const client = await postgresClient(tx);
  await client.query(`DECLARE copied NO SCROLL CURSOR FOR
    SELECT ${names(table)} FROM ${quoted(table.name)} ORDER BY ${order(table, ' COLLATE "C"')}`);
  const next = async () => {
    const { rows } = await client.query<Cell[]>({ text: `FETCH ${ROWS_AT_ONCE} FROM copied`, rowMode: 'array' });
    return rows;
  };
  let done = 0;
  for (const expected of batches(from, table)) {
    refuseAborted(signal);
    const found = await next();
    for (const [place, row] of expected.entries()) {
      const other = found[place];
      if (other && row.every((cell, column) => cell === other[column])) continue;
      throw differs(table, done + place + 1);
    }
    show((done += expected.length));
  }
  if ((await next()).length > 0) throw differs(table, done + 1);
  await client.query('CLOSE copied');
}

function* batches(from: SqliteHandle, table: Table): Generator<Cell[][]> {
  const truths = table.columns.map(({ type }) => type === 'boolean');
  const statement = from
    .prepare(`SELECT ${names(table)} FROM ${quoted(table.name)} ORDER BY ${order(table, '')}`)
    .raw();
  let batch: Cell[][] = [];
  for (const row of statement.iterate() as Iterable<Cell[]>) {
    batch.push(row.map((cell, column) => (truths[column] && cell !== null ? cell === 1 : cell)));
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The order of the primary key, texts by their bytes. */
function order({ columns, key }: Table, collation: string): string {
  const isText = (name: string) => columns.some((column) => column.name === name && /char|text/.test(column.type));
  return key.map((name) => quoted(name) + (isText(name) ? collation : '')).join(', ');
}

function names({ columns }: Table): string {
  return columns.map(({ name }) => quoted(name)).join(', ');
}

function quoted(name: string): string {
  return `"${name}"`;
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new OperationalError('cancelled', 'Stopped; nothing was kept on the other side.');
}

function differs({ name }: Table, row: number): OperationalError {
  return new OperationalError('copy_differs', `Row ${row} of ${name} is not the same on both sides; nothing was kept.`);
}
