import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Role } from '../../auth/roles.js';
import { addDays, startOfDay, type Day } from '../../stats/day.js';
import type { Display } from './display.js';
import type { TableAction } from './table-action.js';

/** One field of a table. What is not listed never leaves the server. */
export interface Column {
  readonly name: string;
  readonly type?: 'string' | 'textarea' | 'password' | 'day' | 'link';
  /** The only values it has; their words are in the locales. */
  readonly values?: readonly string[];
  /** The table whose id it holds. */
  readonly reference?: string;
  /** What the database sorts by, as the query builder names it: `row.name`. Absent: not sortable. */
  readonly sort?: string;
  readonly required?: boolean;
  /** A key of the locales' `hints`. */
  readonly hint?: string;
}

/** What a person filters a column by: a value, or the first and the last day. */
export type FilterValue = string | { readonly from?: Day | undefined; readonly to?: Day | undefined };
export type FilterValues = Readonly<Record<string, FilterValue | undefined>>;

/** A row as it is shown: texts for reading, ids and enumerated values as they are. */
export type Shown = Readonly<Record<string, string | number | null>> & { readonly id: string | number };

/** A list of the panel with its page a row: what is read, and how it is shown. `row` is the alias of its entity in queries. */
export interface Table<Row extends ObjectLiteral = ObjectLiteral> {
  readonly id: string;
  readonly icon: string;
  /** Who may see it at all. */
  readonly access: Role;
  /** Only looked up by forms: it has no pages. */
  readonly lookupOnly?: true;
  readonly columns: readonly Column[];
  readonly title: string;
  readonly list: readonly string[];
  readonly show: readonly string[];
  readonly edit: readonly string[];
  readonly filter: readonly string[];
  query(tx: EntityManager): SelectQueryBuilder<Row>;
  /** Restricts a query to what a list shows with these filters; unknown ones are ignored. */
  narrow(query: SelectQueryBuilder<Row>, filters: FilterValues, tx: EntityManager): Promise<void> | void;
  /** Restricts a query to the rows with these ids; texts that are no ids name nothing. */
  pick(query: SelectQueryBuilder<Row>, ids: readonly string[]): void;
  /** A column that a list is sorted by, the newest first, until somebody chooses another. */
  readonly newestBy?: string;
  /** The order of a list, and of equals in a sorted one. */
  readonly order: readonly (readonly [column: string, direction: 'ASC' | 'DESC'])[];
  /** Counts a list when that is cheaper than counting its rows; undefined where it is not. */
  count?(filters: FilterValues, tx: EntityManager): Promise<number> | undefined;
  shown(rows: readonly Row[], display: Display, tx: EntityManager): Promise<Shown[]> | Shown[];
  readonly actions: readonly TableAction[];
}

/** Restricts a query to numbered rows. */
export function pickByNumber<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, ids: readonly string[]): void {
  const known = ids.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number);
  query.andWhere(known.length > 0 ? 'row.id IN (:...ids)' : '1 = 0', { ids: known });
}

/** Restricts a query to one value of a column. */
export function equals<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  value: FilterValue | undefined,
): void {
  if (typeof value !== 'string' || value === '') return;
  const name = column.replace('.', '_');
  query.andWhere(`${column} = :${name}`, { [name]: value });
}

/** Restricts a query to an id that another table gives. */
export function equalsId<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  value: FilterValue | undefined,
): void {
  if (typeof value !== 'string' || value === '') return;
  const name = column.replace('.', '_');
  const id = /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 0;
  query.andWhere(`${column} = :${name}`, { [name]: id });
}

/** Restricts a query to the rows whose column, of any case, contains a text. */
export function contains<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  value: FilterValue | undefined,
): void {
  if (typeof value !== 'string' || value === '') return;
  const name = column.replace('.', '_');
  const text = value.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`);
  query.andWhere(`lower(${column}) LIKE :${name} ESCAPE '\\'`, { [name]: `%${text}%` });
}

/** Restricts a query to instants of some days of a time zone. */
export function onDays<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  days: FilterValue | undefined,
  timeZone: string,
): void {
  if (typeof days !== 'object') return;
  const { from, to } = days;
  const end = to && startOfDay(addDays(to, 1), timeZone);
  between(query, column, { from: from && startOfDay(from, timeZone), end });
}

/** Restricts a query to a span of values; `end` is exclusive. */
export function between<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  column: string,
  { from, end }: { readonly from?: string | undefined; readonly end?: string | undefined },
): void {
  const name = column.replace('.', '_');
  if (from !== undefined) query.andWhere(`${column} >= :${name}_from`, { [`${name}_from`]: from });
  if (end !== undefined) query.andWhere(`${column} < :${name}_end`, { [`${name}_end`]: end });
}
