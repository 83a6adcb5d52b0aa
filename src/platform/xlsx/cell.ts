import type { Day } from '../../domain/index.js';

/** What a cell holds. It decides type, number format and alignment. A `percent` is a fraction: 0.25 is shown as 25.0%. */
export const CELL_KINDS = ['text', 'heading', 'day', 'money', 'count', 'ratio', 'percent'] as const;
export type CellKind = (typeof CELL_KINDS)[number];

/** One cell of a sheet. Null is an empty cell, which is not 0. */
export type Cell =
  | { readonly kind: 'text' | 'heading'; readonly value: string }
  | { readonly kind: 'day'; readonly value: Day }
  | { readonly kind: 'money' | 'count' | 'ratio' | 'percent'; readonly value: number }
  | null;

export type Rows = Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;

/** One sheet of a workbook. The rows are read while the file is written. */
export interface Sheet {
  /** The name on its tab. Characters that Excel does not allow are replaced. */
  readonly name: string;
  /** The width of each column, in characters. */
  readonly columnWidths: readonly number[];
  /** Rows at the top that stay in view while a person scrolls. */
  readonly frozenRows: number;
  readonly rows: Rows;
}

/** The rows that a sheet can hold. Excel refuses a longer one. */
export const MAX_SHEET_ROWS = 1_048_576;
