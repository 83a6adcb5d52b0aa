import type { MissingDays, ReportDay, WeekdayMean } from './period-report.dto.js';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { excludeFakeOrders } from '../day.dto.js';
import {
  addKnown,
  calculateTotalOrders,
  calculateTotalSales,
  fromDayNumber,
  PLATFORMS,
  toDayNumber,
  toFigureDto,
  type Day,
  type Period,
  type Sen,
} from '../../../domain/index.js';

/** Returns every day of a period that is over, oldest first. */
export function listReportDays(clients: readonly ClientPrefixSums[], period: Period): ReportDay[] {
  const result: ReportDay[] = [];
  for (let day = toDayNumber(period.from); day <= toDayNumber(period.to); day++) {
    let sales: Sen | null = null;
    let orders: number | null = null;
    let complete = true;
    for (const prefixSums of clients) {
      const values = excludeFakeOrders(prefixSums.valuesOn(day, PLATFORMS));
      sales = addKnown(sales, calculateTotalSales(values));
      orders = addKnown(orders, calculateTotalOrders(values));
      if (prefixSums.marks.listMissing(day, PLATFORMS).length > 0) complete = false;
    }
    result.push({ date: fromDayNumber(day), sales: toFigureDto(sales, 'money'), orders, complete });
  }
  return result;
}

/** Returns the mean sales of each weekday over the complete days with known sales. */
export function calculateWeekdays(days: readonly ReportDay[]): WeekdayMean[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const sales = days.flatMap((day) =>
      day.complete && day.sales !== null && weekdayOf(day.date) === weekday ? [day.sales] : [],
    );
    const sum = sales.reduce((total, value) => total + value, 0);
    return {
      weekday,
      days: sales.length,
      sales: sales.length === 0 ? null : Math.round((sum / sales.length) * 100) / 100,
    };
  });
}

/** Returns the complete days with the most and the least sales; null with fewer than two different days. */
export function findExtremes(days: readonly ReportDay[]): { best: ReportDay | null; worst: ReportDay | null } {
  const counted = days
    .filter(({ complete, sales }) => complete && sales !== null)
    .sort((a, b) => (b.sales ?? 0) - (a.sales ?? 0) || (a.date < b.date ? -1 : 1));
  const [best, worst] = [counted[0], counted.at(-1)];
  return best && worst && best.sales !== worst.sales ? { best, worst } : { best: null, worst: null };
}

/**
 * Returns the days of a period on which a platform of a client did not report. A platform counts from its first report on or
 * after `usedSince`; one that has not reported since that day is not in use.
 * @param expectedFrom the first day on which the client is expected to report.
 */
export function listMissingDays(
  { id, prefixSums }: { readonly id: number; readonly prefixSums: ClientPrefixSums },
  { period, usedSince, expectedFrom }: { period: Period; usedSince: Day; expectedFrom: Day | null },
): MissingDays[] {
  const last = toDayNumber(period.to);
  return PLATFORMS.flatMap((platform) => {
    let first = toDayNumber(usedSince);
    while (first <= last && !prefixSums.marks.hasReported(first, platform)) first++;
    if (first > last) return [];
    const start = Math.max(first, toDayNumber(period.from), expectedFrom ? toDayNumber(expectedFrom) : 0);
    const periods: { from: Day; to: Day }[] = [];
    let days = 0;
    for (let day = start; day <= last; day++) {
      if (prefixSums.marks.hasReported(day, platform)) continue;
      days++;
      const open = periods.at(-1);
      if (open && toDayNumber(open.to) === day - 1) open.to = fromDayNumber(day);
      else periods.push({ from: fromDayNumber(day), to: fromDayNumber(day) });
    }
    return days === 0 ? [] : [{ clientId: id, platform, days, periods }];
  });
}

function weekdayOf(day: Day): number {
  return new Date(day).getUTCDay() || 7;
}
