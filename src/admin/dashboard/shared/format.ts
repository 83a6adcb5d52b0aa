import type { Day } from '../../../stats/day.js';
import type { FigureKind } from '../../../stats/figures.js';
import type { Period } from '../../../stats/period.js';
import type { Language } from '../../locales/words.js';

/** What stands for a value that does not exist where a word would be too long. */
export const NOTHING = '—';

const LOCALES = { en: 'en-US', ru: 'ru' } as const;
/** A date as UX wants it: `25 Jan 2026`, `25.01.2026`. */
const DATES: Readonly<Record<Language, Intl.DateTimeFormatOptions>> = {
  en: { day: 'numeric', month: 'short', year: 'numeric' },
  ru: { day: '2-digit', month: '2-digit', year: 'numeric' },
};

/** Writes numbers, money, days and instants in one language. */
export class Formatter {
  private readonly whole: Intl.NumberFormat;
  private readonly exact: Intl.NumberFormat;
  private readonly compact: Intl.NumberFormat;
  private readonly tenths: Intl.NumberFormat;
  private readonly percents: readonly [fine: Intl.NumberFormat, coarse: Intl.NumberFormat];
  private readonly dates: Intl.DateTimeFormat;
  private readonly shortDates: Intl.DateTimeFormat;
  /** What stands between day, month and year. */
  private readonly between: string;
  private readonly times: Intl.DateTimeFormat;

  /** @param timeZone IANA zone in which instants are shown. */
  constructor(language: Language, timeZone: string) {
    this.between = language === 'en' ? ' ' : '.';
    const locale = LOCALES[language];
    const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
    this.whole = numbers({ maximumFractionDigits: 0 });
    this.exact = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.compact = numbers({ notation: 'compact', maximumFractionDigits: 1 });
    this.tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.percents = [
      numbers({ style: 'percent', maximumFractionDigits: 1 }),
      numbers({ style: 'percent', maximumFractionDigits: 0 }),
    ];
    const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
    // Days are labels, not instants: they are written in the zone they are made in.
    this.dates = dates({ ...DATES[language], timeZone: 'UTC' });
    this.shortDates = dates({ ...DATES[language], year: undefined, timeZone: 'UTC' });
    this.times = dates({ ...DATES[language], hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  }

  /** A figure for the screen: money `Rp 62.1M`, counts grouped, ratios by their name. */
  figure(value: number, kind: FigureKind | 'percent'): string {
    switch (kind) {
      case 'money':
        return this.money(value);
      case 'count':
        return this.count(value);
      case 'ratio':
        return this.tenths.format(value);
      case 'percent':
        return this.percent(value);
    }
  }

  /** Rupiah in short: `Rp 62.1M`, `Rp 62,1 млн`. */
  money(rupiah: number): string {
    return signed(rupiah, (size) => `Rp\u00a0${this.compact.format(size)}`);
  }

  /** Rupiah to the sen, without the sen when there are none. */
  exactMoney(rupiah: number): string {
    return signed(rupiah, (size) => `Rp\u00a0${(Number.isInteger(size) ? this.whole : this.exact).format(size)}`);
  }

  count(value: number): string {
    return this.whole.format(value);
  }

  /** A fraction as percent: one decimal below ten percent. */
  percent(fraction: number): string {
    return this.percents[Math.abs(fraction) < 0.0995 ? 0 : 1].format(fraction);
  }

  day(day: Day): string {
    return this.written(this.dates, Date.parse(day));
  }

  /** A day without its year, for an axis. */
  shortDay(day: Day): string {
    return this.written(this.shortDates, Date.parse(day));
  }

  period({ from, to }: Period): string {
    return from === to ? this.day(from) : `${this.day(from)} – ${this.day(to)}`;
  }

  /** Date and time in the zone of this formatter. */
  instant(iso: string): string {
    return this.written(this.times, Date.parse(iso));
  }

  /** The time of day alone, in the zone of this formatter. */
  time(iso: string): string {
    const at = this.instant(iso);
    return at.slice(at.indexOf(', ') + 2);
  }

  /** Put together by hand: engines disagree about the order in English and shorten September in two ways. */
  private written(format: Intl.DateTimeFormat, instant: number): string {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of format.formatToParts(instant)) parts[type] = value;
    const { day, month, year, hour, minute } = parts;
    const date = [day, month, year].filter((part) => part !== undefined).join(this.between);
    return hour === undefined ? date : `${date}, ${hour}:${minute}`;
  }
}

function signed(value: number, text: (size: number) => string): string {
  return value < 0 ? `−${text(-value)}` : text(value);
}
