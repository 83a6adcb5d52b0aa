/** A business day, `YYYY-MM-DD`. A day is a label, never an instant: no time zone, no `Date` object. */
export type Day = string & { readonly __brand: 'Day' };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** The day when `text` is a real calendar date `YYYY-MM-DD` of the years 2000 to 2099, else null. */
export function parseDay(text: string): Day | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  if (year < 2000 || year > 2099) return null;
  const month = Number(match[2]);
  const date = Number(match[3]);
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(month, year) ? (text as Day) : null;
}

/** Of a year from 2000 to 2099, in which every fourth is a leap year. */
function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** @throws RangeError when `text` is no day; for literals and values that were checked before. */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed) throw new RangeError(`not a day: ${text}`);
  return parsed;
}

/** Days since 1970-01-01: the arithmetic form of a day. */
export function dayNumber(value: Day): number {
  return Date.parse(value) / MS_PER_DAY;
}

/** Texts that were made before: pages and lists name the same few thousand days over and over. */
const texts = new Map<number, Day>();

export function dayOfNumber(number: number): Day {
  let text = texts.get(number);
  if (!text) {
    text = new Date(number * MS_PER_DAY).toISOString().slice(0, 10) as Day;
    texts.set(number, text);
  }
  return text;
}

export function addDays(value: Day, days: number): Day {
  return dayOfNumber(dayNumber(value) + days);
}

/** The day it is at `instant` in the IANA zone `timeZone`. */
export function dayAt(instant: Date, timeZone: string): Day {
  return formatterOf(timeZone).format(instant) as Day;
}

/** The last complete business day at `instant`: yesterday in `timeZone`. */
export function yesterdayAt(instant: Date, timeZone: string): Day {
  return addDays(dayAt(instant, timeZone), -1);
}

/** The instant at which a day begins in the IANA zone `timeZone`, ISO 8601 UTC. */
export function startOfDay(value: Day, timeZone: string): string {
  const midnight = Date.parse(value);
  const ahead = (instant: number) => {
    const shown = new Date(instant).toLocaleString('sv-SE', { timeZone });
    return Date.parse(`${shown.replace(' ', 'T')}Z`) - instant;
  };
  const guess = midnight - ahead(midnight);
  return new Date(midnight - ahead(guess)).toISOString();
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

export function minDay(a: Day, b: Day): Day {
  return a < b ? a : b;
}

export function maxDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}
