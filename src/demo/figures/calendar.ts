import { type Day, toDay, toDayNumber, fromDayNumber } from '../../domain/index.js';

/** Nyepi, Bali's day of silence: restaurants and couriers do not work. */
const NYEPI: ReadonlySet<string> = new Set(['2024-03-11', '2025-03-29', '2026-03-19', '2027-03-08']);

const FROM_SUNDAY = [1.18, 0.97, 0.98, 1, 1.01, 1.04, 1.2];
const FROM_JANUARY = [1.02, 0.94, 0.95, 0.98, 1, 1.05, 1.18, 1.2, 1.05, 1, 0.98, 1.05];
const CHRISTMAS = 1.24;

const GROWTH_CENTRE = toDayNumber(toDay('2026-11-01'));
const GROWTH_DAYS = 900;

/** The calendar's effect on a day, the same for every restaurant. */
interface CalendarDay {
  readonly date: Day;
  readonly nyepi: boolean;
  /** 1 is an ordinary weekday of autumn 2026: weekends, seasons and slow growth. */
  readonly demand: number;
}

const entries = new Map<number, CalendarDay>();

/**
 * Returns the calendar entry of a day, in days since 1970-01-01. Entries are cached, because every row of every response
 * needs one; the history has some thousand days.
 */
export function findCalendarDay(number: number): CalendarDay {
  let entry = entries.get(number);
  if (!entry) {
    const date = fromDayNumber(number);
    entry = { date, nyepi: NYEPI.has(date), demand: demand(date, number) };
    entries.set(number, entry);
  }
  return entry;
}

function demand(date: Day, number: number): number {
  const weekday = FROM_SUNDAY[(number + 4) % 7] ?? 1; // 1970-01-01 was a Thursday
  const monthDay = date.slice(5);
  const season = monthDay >= '12-20' || monthDay <= '01-04' ? CHRISTMAS : FROM_JANUARY[Number(date.slice(5, 7)) - 1];
  // The growth levels off on both sides, so that the demo stays plausible in any year.
  const growth = 1 + 0.25 * Math.tanh((number - GROWTH_CENTRE) / GROWTH_DAYS);
  return weekday * (season ?? 1) * growth;
}
