import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Tone } from '../shell/components/badge.js';
import type { RecordFormatter } from './record-formatter.js';
import type { ListTotal, RecordPanel } from './record-panel.js';
import type { TableAction } from './table-action.js';
import type { Role } from '../../auth/index.js';
import { addDays, parseId, startOfDay, type Day } from '../../domain/index.js';

/** The rows that a list shows at most; filters lead to the others. A database counts and skips rows one by one. */
export const MAX_LISTED_ROWS = 200_000;

/** One field of a table. A field that is not listed never leaves the server. */
export interface Column {
  readonly name: string;
  readonly type?: 'string' | 'textarea' | 'password' | 'day' | 'link';
  /** The only values that it has; the messages name them. */
  readonly values?: readonly string[];
  /** The id of the table whose row id it holds. */
  readonly reference?: string;
  /** The column with the address that the value links to; a row without one shows text. */
  readonly hrefColumn?: string;
  /** Set for a number, which is aligned to the right and never wraps. */
  readonly isNumber?: true;
  /** The meaning of each of `values`, which colours it; values without it are plain text. */
  readonly tones?: Readonly<Record<string, Tone>>;
  /** The column that the database sorts by, as the query builder names it: `row.name`. A column without it is not sortable. */
  readonly sort?: string;
  /** Sorts the column as people sort names (`compareNames`), which no database does alike. Only for tables that fit in memory. */
  readonly isName?: true;
  readonly required?: boolean;
  /** A key of the messages' `hints`. */
  readonly hint?: string;
}

/** Where a value stands on a narrow screen, where each row of a list is a card. */
export type Place = 'title' | 'beside' | 'line' | 'named' | 'hidden';

/** The value by which a person filters a column: a text, or the first and the last day, both included. */
export type FilterValue = string | { readonly from?: Day | undefined; readonly to?: Day | undefined };
export type FilterValues = Readonly<Record<string, FilterValue | undefined>>;

/** A row for the screen: formatted texts, with ids and enumerated values as they are stored. */
export type DisplayRow = Readonly<Record<string, string | number | null>> & { readonly id: string | number };

/** Where the page of a list begins and how many rows it has. */
export interface PagePosition {
  readonly offset: number;
  readonly limit: number;
}

/** A list and its record pages: which rows are read and how they are shown. `row` is the alias of the entity in queries. */
export interface Table<Row extends ObjectLiteral = ObjectLiteral> {
  readonly id: string;
  readonly icon: string;
  /** The least powerful role that may see it. */
  readonly access: Role;
  /** Set for a table whose changes need a password that was confirmed just now. */
  readonly needsConfirmation?: true;
  /** Set for a table that has no pages and that only forms search. */
  readonly isLookupOnly?: true;
  readonly columns: readonly Column[];
  readonly titleColumn: string;
  /** The path of the page that the server renders for a record, in which `{field}` stands for a value of the row; AdminJS has no page then. */
  readonly recordPath?: string;
  readonly list: readonly string[];
  /**
   * What a row shows on a narrow screen in two lines: the first column with a value beside it, and below them values without and
   * with the name of their column.
   */
  readonly card: { readonly beside?: string; readonly line: readonly string[]; readonly named?: readonly string[] };
  readonly show: readonly string[];
  readonly edit: readonly string[];
  readonly filter: readonly string[];
  /** Creates the query of all rows. */
  query(tx: EntityManager): SelectQueryBuilder<Row>;
  /** Restricts a query to the rows that a list shows with these filters. Ignores unknown filters. */
  filterBy(query: SelectQueryBuilder<Row>, filters: FilterValues, tx: EntityManager): Promise<void> | void;
  /** Restricts a query to the rows with these ids. A text that is no id matches no row. */
  selectIds(query: SelectQueryBuilder<Row>, ids: readonly string[]): void;
  /** The column that sorts a list, newest first, until a person chooses another. */
  readonly newestFirstBy?: string;
  /** The order of a list without a chosen column, and of rows that are equal in the chosen one. */
  readonly order: readonly (readonly [column: string, direction: 'ASC' | 'DESC'])[];
  /** Counts the rows of a list where that is cheaper than a query; returns undefined elsewhere. */
  count?(filters: FilterValues, tx: EntityManager): Promise<number> | undefined;
  /**
   * Restricts the query of a page to a part of the rows that holds the page, where the order alone would make the database read
   * and sort all rows. Returns the offset of the page among the rows that are left.
   */
  narrowPage?(
    query: SelectQueryBuilder<Row>,
    filters: FilterValues,
    page: PagePosition,
    tx: EntityManager,
  ): Promise<number>;
  /** Adds up all rows that a list shows with these filters. */
  totals?(filters: FilterValues, formatter: RecordFormatter): Promise<readonly ListTotal[]>;
  /** What the page of a record shows below its values. */
  readonly panels?: readonly RecordPanel[];
  /** Formats rows for the screen, in the order given. */
  toDisplayRows(
    rows: readonly Row[],
    formatter: RecordFormatter,
    tx: EntityManager,
  ): Promise<DisplayRow[]> | DisplayRow[];
  readonly actions: readonly TableAction[];
}

/** Restricts a query to rows with these numeric ids. A text that is no such id matches no row. */
export function whereIdIn<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, ids: readonly string[]): void {
  const validIds = ids.map(parseId).filter((id) => id !== null);
  query.andWhere(validIds.length > 0 ? 'row.id IN (:...ids)' : '1 = 0', { ids: validIds });
}

/** Restricts a query to one value of a column. Does nothing without a value. */
export function whereEquals<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  value: FilterValue | undefined,
): void {
  if (typeof value !== 'string' || value === '') return;
  const name = column.replace('.', '_');
  query.andWhere(`${column} = :${name}`, { [name]: value });
}

/** Restricts a query to one id in a column. A text that is no id matches no row; without a value it does nothing. */
export function whereIdEquals<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  value: FilterValue | undefined,
): void {
  if (typeof value !== 'string' || value === '') return;
  const name = column.replace('.', '_');
  query.andWhere(`${column} = :${name}`, { [name]: parseId(value) ?? 0 });
}

/** Restricts a query to rows whose column contains a text, whatever the case of its letters. */
export function whereContains<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  value: FilterValue | undefined,
): void {
  if (typeof value !== 'string' || value === '') return;
  const name = column.replace('.', '_');
  const text = value.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`);
  query.andWhere(`lower(${column}) LIKE :${name} ESCAPE '\\'`, { [name]: `%${text}%` });
}

/** Restricts a query to instants of a span of days in a time zone (an IANA name). */
export function whereOnDays<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  days: FilterValue | undefined,
  timeZone: string,
): void {
  if (typeof days !== 'object') return;
  const { from, to } = days;
  const end = to && startOfDay(addDays(to, 1), timeZone);
  whereBetween(query, column, { from: from && startOfDay(from, timeZone), end });
}

/** Restricts a query to values from `from` up to and without `end`. */
export function whereBetween<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  { from, end }: { readonly from?: string | undefined; readonly end?: string | undefined },
): void {
  const name = column.replace('.', '_');
  if (from !== undefined) query.andWhere(`${column} >= :${name}_from`, { [`${name}_from`]: from });
  if (end !== undefined) query.andWhere(`${column} < :${name}_end`, { [`${name}_end`]: end });
}
