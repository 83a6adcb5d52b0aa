import type { SelectQueryBuilder } from 'typeorm';
import type { PagePosition } from '../table.js';
import type { Day } from '../../../domain/index.js';
import type { ClientStat } from '../../../stats/index.js';

/** How many rows a day has. */
export interface DayCount {
  readonly day: Day;
  readonly rows: number;
}

/** Returns the number of rows of each day, the newest first. */
export async function countByDay(query: SelectQueryBuilder<ClientStat>): Promise<DayCount[]> {
  const counts = await query
    .select('row.statDate', 'day')
    .addSelect('count(*)', 'rows')
    .groupBy('row.statDate')
    .orderBy('row.statDate', 'DESC')
    .getRawMany<{ day: Day; rows: number | string }>();
  return counts.map(({ day, rows }) => ({ day, rows: Number(rows) }));
}

/** The days whose rows make a page. */
export interface DaysOfPage {
  readonly from: Day;
  readonly to: Day;
  /** The offset of the page in these days. */
  readonly offset: number;
  /** False when the days end before the page is full. */
  readonly isFull: boolean;
}

/** Returns the days that hold a page; null when the page begins after the last row. */
export function findDaysOfPage(counts: readonly DayCount[], { offset, limit }: PagePosition): DaysOfPage | null {
  let rowsBefore = 0;
  let start: { to: Day; offset: number } | null = null;
  for (const { day, rows } of counts) {
    if (!start && rowsBefore + rows > offset) start = { to: day, offset: offset - rowsBefore };
    rowsBefore += rows;
    if (start && rowsBefore >= offset + limit) return { from: day, ...start, isFull: true };
  }
  const oldest = counts.at(-1);
  return start && oldest ? { from: oldest.day, ...start, isFull: false } : null;
}
