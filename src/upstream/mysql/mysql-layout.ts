import type { Cell, MysqlConnection, Row } from './mysql-connection.js';
import { misconfiguredError } from './mysql-errors.js';
import { METRICS } from '../../domain/index.js';
import type { MysqlSettings } from '../../platform/config/index.js';

/** The columns of the statistics, in the order in which they are read. */
export const STAT_COLUMNS = ['restaurant_id', 'stat_date', ...METRICS.map(({ upstreamField }) => upstreamField)];

interface Column {
  readonly dataType: string;
  /** With its size and sign: `int(10) unsigned`. */
  readonly columnType: string;
  readonly collation: string | null;
  readonly scale: number | null;
}

/** What the database says about the statistics and the list of restaurants. */
export interface MysqlLayout {
  readonly version: string;
  readonly isView: boolean;
  /** Whether the upstream ids are integers. Otherwise they are texts. */
  readonly keyType: 'SIGNED' | 'UNSIGNED' | 'CHAR';
  readonly collation: string;
  /** The type of each column of the statistics that the user may read: `decimal(15,2)`. */
  readonly columnTypes: ReadonlyMap<string, string>;
  /** The columns of each index of the statistics. A view has none of its own. */
  readonly indexes: readonly string[];
}

const INTEGERS = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint']);
const TEXTS = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);
const DATES = new Set(['date', 'datetime', 'timestamp']);
const MAX_DECIMALS = 2;

/**
 * Returns the layout of the two tables. A shape in which a value could be read wrong is refused.
 * @throws UpstreamCallError `upstream_misconfigured` with the column and what is wrong with it.
 */
export async function readLayout(
  connection: MysqlConnection,
  { database, table, restaurants }: Pick<MysqlSettings, 'database' | 'table' | 'restaurants'>,
): Promise<MysqlLayout> {
  const tables = await connection.execute(
    'SELECT TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [database, table],
  );
  const stats = await readColumns(connection, database, table);
  const list = await readColumns(connection, database, restaurants);
  const keyType = keyTypeOf(requireColumn(stats, table, 'restaurant_id'), requireColumn(list, restaurants, 'id'), {
    table,
    restaurants,
  });
  const name = requireColumn(list, restaurants, 'name');
  if (!TEXTS.has(name.dataType)) throw misconfiguredError(`The column name of ${restaurants} is no text.`);
  assertStatColumns(stats, table);
  return {
    version: connection.version,
    isView: toText(tables[0]?.[0]).includes('VIEW'),
    keyType,
    collation: name.collation ?? 'binary',
    columnTypes: new Map([...stats].map(([column, { columnType }]) => [column, columnType])),
    indexes: await readIndexes(connection, database, table),
  };
}

async function readColumns(
  connection: MysqlConnection,
  database: string,
  table: string,
): Promise<ReadonlyMap<string, Column>> {
  const rows = await connection.execute(
    'SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, COLLATION_NAME, NUMERIC_SCALE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [database, table],
  );
  return new Map(rows.map((row) => [toText(row[0]).toLowerCase(), toColumn(row)]));
}

function toColumn([, dataType = null, columnType = null, collation = null, scale = null]: Row): Column {
  return {
    dataType: toText(dataType).toLowerCase(),
    columnType: toText(columnType).toLowerCase(),
    collation: collation === null ? null : toText(collation),
    scale: scale === null ? null : Number(scale),
  };
}

/** Returns the columns of each index as one text: `restaurant_id, stat_date`. */
async function readIndexes(connection: MysqlConnection, database: string, table: string): Promise<readonly string[]> {
  const rows = await connection.execute(
    'SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY INDEX_NAME, SEQ_IN_INDEX',
    [database, table],
  );
  const columns = new Map<string, string[]>();
  for (const row of rows) {
    const [index, column] = [toText(row[0]), toText(row[1])];
    columns.set(index, [...(columns.get(index) ?? []), column.toLowerCase()]);
  }
  return [...columns.values()].map((names) => names.join(', '));
}

function requireColumn(columns: ReadonlyMap<string, Column>, table: string, name: string): Column {
  const column = columns.get(name);
  if (column) return column;
  const what = columns.size === 0 ? `There is no table ${table}` : `There is no column ${name} in ${table}`;
  throw misconfiguredError(`${what} that the user may read.`);
}

/** A comparison of a text with an integer reads '12abc' as 12, so both keys must be of one type. */
function keyTypeOf(
  stats: Column,
  list: Column,
  { table, restaurants }: { table: string; restaurants: string },
): MysqlLayout['keyType'] {
  if (INTEGERS.has(stats.dataType) && INTEGERS.has(list.dataType)) {
    return stats.columnType.includes('unsigned') ? 'UNSIGNED' : 'SIGNED';
  }
  if (TEXTS.has(stats.dataType) && TEXTS.has(list.dataType)) return 'CHAR';
  throw misconfiguredError(
    `The restaurants of ${table} and ${restaurants} cannot be compared: restaurant_id is ${stats.columnType}, id is ${list.columnType}.`,
  );
}

function assertStatColumns(columns: ReadonlyMap<string, Column>, table: string): void {
  const date = requireColumn(columns, table, 'stat_date');
  if (!DATES.has(date.dataType)) {
    throw misconfiguredError(`The column stat_date of ${table} is ${date.columnType}, not a date.`);
  }
  for (const { upstreamField, kind } of METRICS) {
    const { dataType, columnType, scale } = requireColumn(columns, table, upstreamField);
    if (dataType === 'float') {
      throw misconfiguredError(
        `The column ${upstreamField} of ${table} is FLOAT, which does not hold its numbers exactly: cast it to DECIMAL(15,2).`,
      );
    }
    if (kind === 'money' && dataType === 'decimal' && (scale ?? 0) > MAX_DECIMALS) {
      throw misconfiguredError(`The column ${upstreamField} of ${table} is ${columnType}: cast it to DECIMAL(15,2).`);
    }
  }
}

function toText(cell: Cell | undefined): string {
  return cell instanceof Buffer ? cell.toString('utf8') : String(cell ?? '');
}
