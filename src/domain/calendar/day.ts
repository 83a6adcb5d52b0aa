/**
 * A business day, `YYYY-MM-DD`. A day is a label: it has no time zone and is never a `Date`. Days compare as strings.
 * {@link parseDay} and {@link toDay} create it from text, so a plain string is no `Day`.
 */
export type Day = string & { readonly __brand: 'Day' };

const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MIN_YEAR = 2000;
const MAX_YEAR = 2099;
const MS_PER_DAY = 86_400_000;

/** Returns `text` as a day, or null when it is no calendar date `YYYY-MM-DD` of the years 2000 to 2099. */
export function parseDay(text: string): Day | null {
  const match = DAY_PATTERN.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  if (year < MIN_YEAR || year > MAX_YEAR) return null;
  const month = Number(match[2]);
  const date = Number(match[3]);
  return month >= 1 && month <= 12 && date >= 1 && date <= countDaysOfMonth(month, year) ? (text as Day) : null;
}

/** From 2000 to 2099 every fourth year is a leap year. */
function countDaysOfMonth(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Returns `text` as a day. For literals and for values that were validated before. @throws RangeError when it is no day. */
export function toDay(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed) throw new RangeError(`not a day: ${text}`);
  return parsed;
}

/** Reports name the same few thousand days again and again, so their numbers and texts are kept. */
const dayNumbers = new Map<Day, number>();
const dayTexts = new Map<number, Day>();

/** Returns the number of days since 1970-01-01. */
export function toDayNumber(value: Day): number {
  let number = dayNumbers.get(value);
  if (number === undefined) {
    number = Date.parse(value) / MS_PER_DAY;
    dayNumbers.set(value, number);
  }
  return number;
}

/** Returns the day with this number of days since 1970-01-01. */
export function fromDayNumber(number: number): Day {
  let text = dayTexts.get(number);
  if (!text) {
    text = new Date(number * MS_PER_DAY).toISOString().slice(0, 10) as Day;
    dayTexts.set(number, text);
  }
  return text;
}

/** Returns the day that is `days` later, or earlier when `days` is negative. */
export function addDays(value: Day, days: number): Day {
  return fromDayNumber(toDayNumber(value) + days);
}

/** Returns the first day of the month that lies `months` months after the month of `value`, or before it when negative. */
export function startOfMonth(value: Day, months = 0): Day {
  const year = Number(value.slice(0, 4));
  const month = Number(value.slice(5, 7)) - 1;
  return fromDayNumber(Date.UTC(year, month + months, 1) / MS_PER_DAY);
}

/** Returns the last day of the month of `value`. */
export function endOfMonth(value: Day): Day {
  return addDays(startOfMonth(value, 1), -1);
}

/** Returns the Monday of the week of `value`. 1970-01-01 was a Thursday. */
export function startOfWeek(value: Day): Day {
  return addDays(value, -((toDayNumber(value) + 3) % 7));
}

/** Returns the calendar day at `instant` in the IANA time zone `timeZone`. */
export function dayAt(instant: Date, timeZone: string): Day {
  return dayFormatterIn(timeZone).format(instant) as Day;
}

/** Returns the time of day at `instant`, `HH:MM`, in the IANA time zone `timeZone`. */
export function timeOfDayAt(instant: Date, timeZone: string): string {
  return timeFormatterIn(timeZone).format(instant);
}

/** Returns the last complete business day at `instant`: yesterday in the IANA time zone `timeZone`. */
export function yesterdayAt(instant: Date, timeZone: string): Day {
  return addDays(dayAt(instant, timeZone), -1);
}

/** Returns the instant at which a day begins in the IANA time zone `timeZone`, as ISO 8601 UTC. */
export function startOfDay(value: Day, timeZone: string): string {
  const midnightUtc = Date.parse(value);
  const offsetMs = (instant: number) => {
    const local = new Date(instant).toLocaleString('sv-SE', { timeZone });
    return Date.parse(`${local.replace(' ', 'T')}Z`) - instant;
  };
  // The first estimate may lie on the other side of a clock change, so the offset is taken there once more.
  const estimate = midnightUtc - offsetMs(midnightUtc);
  return new Date(midnightUtc - offsetMs(estimate)).toISOString();
}

const dayFormatterIn = keepByZone('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
const timeFormatterIn = keepByZone('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Returns a function that creates the formatter of a time zone once, because creating one takes longer than using it. */
function keepByZone(locale: string, options: Intl.DateTimeFormatOptions): (timeZone: string) => Intl.DateTimeFormat {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    let formatter = formatters.get(timeZone);
    if (!formatter) {
      formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone });
      formatters.set(timeZone, formatter);
    }
    return formatter;
  };
}

/** Returns the earlier of two days. */
export function minDay(a: Day, b: Day): Day {
  return a < b ? a : b;
}

/** Returns the later of two days. */
export function maxDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}
