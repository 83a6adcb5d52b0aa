import type { EntityManager } from 'typeorm';
import type { TargetProgress } from '../period-report/period-report.dto.js';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { findTarget } from '../../../clients/index.js';
import {
  calculateTotalSales,
  endOfMonth,
  fromDayNumber,
  maxDay,
  minDay,
  PLATFORMS,
  toDayNumber,
  toFigureDto,
  type Day,
  type Sen,
} from '../../../domain/index.js';

/** Fewer days give no forecast: a week has every weekday once. */
const MIN_FORECAST_DAYS = 7;
/** A forecast also needs this share of the days that are over. A client that stopped reporting gets none. */
const MIN_COUNTED_SHARE = 0.6;

/** What the progress of a client is calculated from. */
interface TargetMonth {
  readonly targetSen: Sen;
  /** The first day of the month. */
  readonly month: Day;
  readonly expectedFrom: Day | null;
  /** The last day that is over. */
  readonly yesterday: Day;
}

/** Returns how a month goes against the target that the client had then; null without one. @param month its first day. */
export async function findTargetProgress(
  tx: EntityManager,
  client: { readonly id: number; readonly expectedFrom: Day | null; readonly prefixSums: ClientPrefixSums },
  { month, yesterday }: Pick<TargetMonth, 'month' | 'yesterday'>,
): Promise<TargetProgress | null> {
  const targetSen = await findTarget(tx, client.id, month);
  if (targetSen === null) return null;
  const { prefixSums, expectedFrom } = client;
  return calculateTargetProgress(prefixSums, { targetSen, month, expectedFrom, yesterday });
}

/** Returns how a client's month goes against its target; null when the client starts after the month. */
function calculateTargetProgress(
  prefixSums: ClientPrefixSums,
  { targetSen, month, expectedFrom, yesterday }: TargetMonth,
): TargetProgress | null {
  const first = toDayNumber(expectedFrom ? maxDay(month, expectedFrom) : month);
  const last = toDayNumber(endOfMonth(month));
  const days = last - first + 1;
  if (days <= 0) return null;
  const lastElapsed = toDayNumber(minDay(yesterday, fromDayNumber(last)));
  const elapsedDays = Math.max(0, lastElapsed - first + 1);
  let countedDays = 0;
  let countedSales = 0;
  for (let day = first; day <= lastElapsed; day++) {
    const sales = calculateTotalSales(prefixSums.valuesOn(day, PLATFORMS));
    if (sales === null || prefixSums.marks.listMissing(day, PLATFORMS).length > 0) continue;
    countedDays++;
    countedSales += sales;
  }
  const sales = calculateTotalSales(prefixSums.sumDays(toDayNumber(month), last).sums);
  const isKnown =
    elapsedDays < days && countedDays >= MIN_FORECAST_DAYS && countedDays >= MIN_COUNTED_SHARE * elapsedDays;
  const forecast = isKnown ? (countedSales / countedDays) * days : null;
  return {
    month: month.slice(0, 7),
    target: toFigureDto(targetSen, 'money')!,
    sales: toFigureDto(sales, 'money'),
    share: sales === null ? null : sales / targetSen,
    days,
    elapsedDays,
    countedDays,
    forecast: toFigureDto(forecast, 'money'),
    pace: forecast === null ? null : forecast / targetSen,
  };
}
