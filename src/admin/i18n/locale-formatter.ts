import { LOCALES, type Language } from './messages.js';
import type { Day, FigureKind, Period } from '../../domain/index.js';

/** Stands for a value that does not exist where a word would be too long. */
export const NOTHING = '—';

/** Dates as `25 Jan 2026` and `25.01.2026`. */
const DATE_OPTIONS: Readonly<Record<Language, Intl.DateTimeFormatOptions>> = {
  en: { day: 'numeric', month: 'short', year: 'numeric' },
  ru: { day: '2-digit', month: '2-digit', year: 'numeric' },
};

/** An `Intl` object is slow to create, and a page needs few of them: each is created when it is used first. */
type Lazy<Format> = () => Format;

/** Writes numbers, money, percent, days and instants in one language, on the server and in the browser alike. */
export class LocaleFormatter {
  private readonly whole: Lazy<Intl.NumberFormat>;
  private readonly twoDecimals: Lazy<Intl.NumberFormat>;
  private readonly compact: Lazy<Intl.NumberFormat>;
  private readonly oneDecimal: Lazy<Intl.NumberFormat>;
  private readonly finePercent: Lazy<Intl.NumberFormat>;
  private readonly coarsePercent: Lazy<Intl.NumberFormat>;
  private readonly days: Lazy<Intl.DateTimeFormat>;
  private readonly shortDays: Lazy<Intl.DateTimeFormat>;
  private readonly weekdays: Lazy<Intl.DateTimeFormat>;
  private readonly months: Lazy<Intl.DateTimeFormat>;
  private readonly instants: Lazy<Intl.DateTimeFormat>;
  private readonly dateSeparator: string;

  /** @param timeZone IANA zone in which instants are shown. */
  constructor(
    readonly language: Language,
    readonly timeZone: string,
  ) {
    const locale = LOCALES[language];
    const numbers = (options: Intl.NumberFormatOptions) => lazy(() => new Intl.NumberFormat(locale, options));
    this.whole = numbers({ maximumFractionDigits: 0 });
    this.twoDecimals = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.compact = numbers({ notation: 'compact', maximumFractionDigits: 1 });
    this.oneDecimal = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.finePercent = numbers({ style: 'percent', maximumFractionDigits: 1 });
    this.coarsePercent = numbers({ style: 'percent', maximumFractionDigits: 0 });
    const dates = (options: Intl.DateTimeFormatOptions) => lazy(() => new Intl.DateTimeFormat(locale, options));
    const dateOptions = DATE_OPTIONS[language];
    // A day is a label, not an instant: it is parsed and written in UTC.
    this.days = dates({ ...dateOptions, timeZone: 'UTC' });
    this.shortDays = dates({ ...dateOptions, timeZone: 'UTC', year: undefined });
    this.weekdays = dates({ weekday: 'short', timeZone: 'UTC' });
    this.months = dates({ month: 'long', timeZone: 'UTC' });
    this.instants = dates({ ...dateOptions, timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    this.dateSeparator = language === 'en' ? ' ' : '.';
  }

  /** Writes a figure for the screen: money `Rp 62.1M`, counts grouped, ratios with one decimal. */
  figure(value: number, kind: FigureKind | 'percent'): string {
    switch (kind) {
      case 'money':
        return this.money(value);
      case 'count':
        return this.count(value);
      case 'ratio':
        return this.oneDecimal().format(value);
      case 'percent':
        return this.percent(value);
    }
  }

  /** Writes rupiah in short: `Rp 62.1M`, `Rp 62,1 млн`. */
  money(rupiah: number): string {
    return withSign(rupiah, (size) => `Rp\u00a0${this.compact().format(size)}`);
  }

  /** Writes rupiah to the sen, and without decimals when there are no sen. */
  exactMoney(rupiah: number): string {
    const format = Number.isInteger(rupiah) ? this.whole : this.twoDecimals;
    return withSign(rupiah, (size) => `Rp\u00a0${format().format(size)}`);
  }

  count(value: number): string {
    return this.whole().format(value);
  }

  /** Writes a fraction as percent, with one decimal below ten percent. */
  percent(fraction: number): string {
    return (Math.abs(fraction) < 0.0995 ? this.finePercent : this.coarsePercent)().format(fraction);
  }

  day(day: Day): string {
    return this.join(this.days, Date.parse(day));
  }

  /** Writes the weekday of a day: `Sat`, `сб`. */
  weekday(day: Day): string {
    return this.weekdays().format(Date.parse(day));
  }

  /** Writes the month of a day in three letters: `Nov`, `ноя`. Engines shorten September in two ways, so it shortens them itself. */
  month(day: Day): string {
    return this.months().format(Date.parse(day)).slice(0, 3);
  }

  /** Writes the month of a day with its year: `Nov 2026`, `ноя 2026`. */
  monthOfYear(day: Day): string {
    return `${this.month(day)} ${day.slice(0, 4)}`;
  }

  /** Writes a day without its year, for an axis. */
  shortDay(day: Day): string {
    return this.join(this.shortDays, Date.parse(day));
  }

  period({ from, to }: Period): string {
    return from === to ? this.day(from) : `${this.day(from)} – ${this.day(to)}`;
  }

  /** Writes the date and time of an ISO instant in the formatter's zone. */
  instant(iso: string): string {
    return this.join(this.instants, Date.parse(iso));
  }

  /** Writes the time of day of an ISO instant in the formatter's zone. */
  time(iso: string): string {
    const text = this.join(this.instants, Date.parse(iso));
    return text.slice(text.indexOf(', ') + 2);
  }

  /** Joins the parts by hand: engines disagree about the order in English and shorten September in two ways. */
  private join(format: Lazy<Intl.DateTimeFormat>, instant: number): string {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of format().formatToParts(instant)) parts[type] = value;
    const { day, month, year, hour, minute } = parts;
    const date = [day, month, year].filter((part) => part !== undefined).join(this.dateSeparator);
    return hour === undefined ? date : `${date}, ${hour}:${minute}`;
  }
}

function withSign(value: number, write: (size: number) => string): string {
  return value < 0 ? `−${write(-value)}` : write(value);
}

function lazy<Format>(create: () => Format): Lazy<Format> {
  let format: Format | undefined;
  return () => (format ??= create());
}
