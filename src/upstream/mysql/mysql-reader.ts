import type { Cell, MysqlConnection, Row } from './mysql-connection.js';
import { readLayout, STAT_COLUMNS, type MysqlLayout } from './mysql-layout.js';
import { tooManyRowsError } from './mysql-errors.js';
import type { MysqlPool } from './mysql-pool.js';
import { addDays, type Period } from '../../domain/index.js';
import type { MysqlSettings } from '../../platform/config/index.js';

/** A day of statistics under the names of its columns. */
export type StatRow = Readonly<Record<string, Cell>>;

/** Days of statistics as the driver returns them: a value for each column. */
export interface StatCells {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface MysqlRestaurant {
  readonly id: string;
  readonly name: string;
}

/** The longest window has 1,100 days. */
const MAX_ROWS = 5_000;
const MAX_RESTAURANTS = 20_000;
/** A new column, index or type is noticed after this time. */
const LAYOUT_TTL_MS = 600_000;

/**
 * Reads the list of restaurants and the days of one restaurant. Names never stand in SQL: MySQL would compare them by a collation
 * in which different names are equal. Each method makes one attempt and throws the error of the driver.
 */
export class MysqlReader {
  private layout: { readonly value: MysqlLayout; readonly readAt: number } | null = null;

  constructor(
    private readonly pool: MysqlPool,
    private readonly settings: Pick<MysqlSettings, 'database' | 'table' | 'restaurants'>,
    /** Columns that are read beside those of the product, where the table has them. */
    private readonly otherColumns: readonly string[] = [],
  ) {}

  /** Returns what the database says about its tables, now. @throws UpstreamCallError `upstream_misconfigured` */
  readLayout(signal: AbortSignal): Promise<MysqlLayout> {
    this.layout = null;
    return this.pool.use((connection) => this.layoutOn(connection), signal);
  }

  /** Returns every restaurant that has a name, with its name verbatim. Several can have one name. */
  listRestaurants(signal: AbortSignal): Promise<readonly MysqlRestaurant[]> {
    return this.pool.use(async (connection) => {
      await this.layoutOn(connection);
      const sql = `SELECT id, name FROM \`${this.settings.restaurants}\` LIMIT ${MAX_RESTAURANTS + 1}`;
      const rows = await connection.execute(sql);
      if (rows.length > MAX_RESTAURANTS) throw tooManyRowsError(this.settings.restaurants, MAX_RESTAURANTS);
      return rows.flatMap(([id, name]) =>
        typeof name === 'string' && name !== '' && (typeof id === 'string' || typeof id === 'number')
          ? [{ id: String(id), name }]
          : [],
      );
    }, signal);
  }

  /** Returns the rows of one restaurant inside `window`. */
  async readDays(id: string, window: Period, signal: AbortSignal): Promise<readonly StatRow[]> {
    return toStatRows(await this.readCells(id, window, signal));
  }

  /** As {@link readDays}, before the values have names. */
  readCells(id: string, window: Period, signal: AbortSignal): Promise<StatCells> {
    return this.pool.use(async (connection) => {
      const { keyType, columnTypes } = await this.layoutOn(connection);
      const columns = [...STAT_COLUMNS, ...this.otherColumns.filter((column) => columnTypes.has(column))];
      const { table } = this.settings;
      const key = keyType === 'CHAR' ? '?' : `CAST(? AS ${keyType})`;
      // Half-open, so that a DATETIME of the last day is inside.
      const sql = `SELECT ${columns.join(', ')} FROM \`${table}\` WHERE restaurant_id = ${key} AND stat_date >= ? AND stat_date < ? LIMIT ${MAX_ROWS + 1}`;
      const rows = await connection.execute(sql, [id, window.from, addDays(window.to, 1)]);
      if (rows.length > MAX_ROWS) throw tooManyRowsError(table, MAX_ROWS);
      // A collation can return the rows of 'a1' for 'A1'.
      return { columns, rows: rows.filter(([restaurantId]) => String(restaurantId) === id) };
    }, signal);
  }

  /** Returns whether the statistics hold days before the year 1000, as zero dates are. */
  hasZeroDates(signal: AbortSignal): Promise<boolean> {
    const sql = `SELECT 1 FROM \`${this.settings.table}\` WHERE stat_date < '1000-01-01' LIMIT 1`;
    return this.pool.use(async (connection) => (await connection.execute(sql)).length > 0, signal);
  }

  close(): void {
    this.pool.close();
  }

  private async layoutOn(connection: MysqlConnection): Promise<MysqlLayout> {
    if (this.layout && performance.now() - this.layout.readAt < LAYOUT_TTL_MS) return this.layout.value;
    const value = await readLayout(connection, this.settings);
    this.layout = { value, readAt: performance.now() };
    return value;
  }
}

/** Gives the values of each row the names of their columns. */
export function toStatRows({ columns, rows }: StatCells): readonly StatRow[] {
  return rows.map((row) => {
    const named: Record<string, Cell> = {};
    // A loop: this runs for every row of every restaurant.
    for (let index = 0; index < columns.length; index++) named[columns[index]!] = row[index] ?? null;
    return named;
  });
}
