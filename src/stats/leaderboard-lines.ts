import type { ClientColumns } from './client-columns.js';
import { SalesByDay } from './client-columns.js';
import type { Coverage } from './coverage.js';
import { addKnown } from './day-row.js';
import {
  atBorder,
  change,
  changes,
  FIGURES,
  figuresOf,
  valueAtBorder,
  type FigureKind,
  type Figures,
} from './figures.js';
import type { Freshness } from './freshness.js';
import type { ListedClient } from './listed-clients.js';
import { METRIC_INDEX } from './metric-catalogue.js';
import type { PeriodSums } from './period-sums.js';
import type { SortKey } from './stats.schemas.js';

/** A line of the ranked list. Money in rupiah; `delta` as fractions; `spark` is total sales a day, null for none. */
export type LeaderboardClient = Figures &
  Pick<ListedClient, 'id' | 'name' | 'status' | 'archivedAt' | 'managerId'> & {
    readonly coverage: Coverage;
    readonly delta: Figures;
    /** Days of the comparison on which any platform reported; null without one. Fewer than `coverage.expected`: `delta` is lopsided. */
    readonly comparedDays: number | null;
    readonly spark: readonly (number | null)[];
    readonly dataThrough: Freshness['dataThrough'];
  };

/** As much of a line as a list on a screen shows, at a fraction of the cost; units as in {@link LeaderboardClient}. */
export interface ShortLine extends Pick<
  LeaderboardClient,
  'id' | 'name' | 'status' | 'archivedAt' | 'coverage' | 'comparedDays' | 'spark' | 'dataThrough'
> {
  readonly sales: number | null;
  /** The change of sales. */
  readonly delta: number | null;
  /** The figure the list is sorted by; null for a list by name. */
  readonly value: number | null;
}

/** A client on its way to a line. */
export interface Entry {
  readonly client: ListedClient;
  readonly columns: ClientColumns;
  readonly coverage: Coverage;
  /** What the list is sorted by; null goes last. */
  readonly key: string | number | null;
}

/** One question put to the columns: days as numbers, the comparison's too. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly compare: { readonly from: number; readonly to: number } | null;
  readonly excludeFake: boolean;
}

/** A whole line: every figure with its change. */
export function lineOf(
  { client, columns, coverage }: Entry,
  { from, to, compare, excludeFake }: Question,
): LeaderboardClient {
  const { id, name, status, archivedAt, managerId, grabThrough, gojekThrough } = client;
  const figures = figuresOf(columns.sums(from, to), excludeFake);
  const before = compare && columns.sums(compare.from, compare.to);
  const then = before && figuresOf(before, excludeFake);
  const sales = new SalesByDay(from, to);
  columns.addSalesByDay(sales);
  return {
    id,
    name,
    status,
    archivedAt,
    managerId,
    ...atBorder(figures),
    coverage,
    delta: changes(figures, then),
    comparedDays: before?.days ?? null,
    spark: sales.inRupiah(),
    dataThrough: { grab: grabThrough, gojek: gojekThrough },
  };
}

/** What a list on a screen shows of a line. */
export function shortLineOf(
  { client, columns, coverage, key }: Entry,
  { from, to, compare }: Question,
  sort: SortKey,
): ShortLine {
  const { id, name, status, archivedAt, grabThrough, gojekThrough } = client;
  const sales = new SalesByDay(from, to);
  columns.addSalesByDay(sales);
  const now = salesOf(columns.sums(from, to));
  const before = compare && columns.sums(compare.from, compare.to);
  return {
    id,
    name,
    status,
    archivedAt,
    coverage,
    sales: valueAtBorder(now, 'money'),
    delta: change(now, before && salesOf(before)),
    comparedDays: before?.days ?? null,
    value: typeof key === 'number' ? valueAtBorder(key, kindOf(sort)) : null,
    spark: sales.inRupiah(),
    dataThrough: { grab: grabThrough, gojek: gojekThrough },
  };
}

function salesOf({ sums }: PeriodSums): number | null {
  return addKnown(sums[METRIC_INDEX.grabSales], sums[METRIC_INDEX.gojekSales]);
}

function kindOf(sort: SortKey): FigureKind {
  return FIGURES.find(({ name }) => name === sort)?.kind ?? 'ratio';
}
