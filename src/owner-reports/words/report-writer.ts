import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.js';
import { id } from './id.js';
import { ru } from './ru.js';
import type { WordKey, Words } from './words.js';
import type { ReportLanguage } from '../../clients/index.js';
import type { Day, Period, Rupiah } from '../../domain/index.js';

const WORDS: Readonly<Record<ReportLanguage, Words>> = { ru, en, id };
const LOCALES: Readonly<Record<ReportLanguage, string>> = { ru: 'ru', en: 'en-GB', id: 'id' };

/** Stands for a value that does not exist. */
export const NOTHING = '—';

/**
 * Writes words, numbers, money and days of a report in one language. It is not the panel's `LocaleFormatter`, because an owner reads
 * something else than a manager: a third language, money in full to the rupiah instead of `Rp 62.1M`, and days as sentences have
 * them (`14 November 2026`) instead of `14.11.2026`. Nor does a report depend on the panel.
 */
export class ReportWriter {
  private static readonly writers = new Map<ReportLanguage, ReportWriter>();
  private readonly dateFormats = new Map<string, Intl.DateTimeFormat>();
  private readonly messages = new Map<WordKey, IntlMessageFormat>();
  private readonly whole: Intl.NumberFormat;
  private readonly percents: Intl.NumberFormat;

  private constructor(readonly language: ReportLanguage) {
    this.whole = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 0 });
    this.percents = new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 });
  }

  /** Returns the writer of a language. */
  static of(language: ReportLanguage): ReportWriter {
    const held = this.writers.get(language);
    if (held) return held;
    const writer = new ReportWriter(language);
    this.writers.set(language, writer);
    return writer;
  }

  /** Writes a message. @throws FormatError of intl-messageformat when a value is missing. */
  text(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
    let message = this.messages.get(key);
    if (!message) {
      message = new IntlMessageFormat(WORDS[this.language][key], LOCALES[this.language], undefined, {
        ignoreTag: true,
      });
      this.messages.set(key, message);
    }
    return String(message.format<string>(values));
  }

  /** Writes rupiah: `Rp 1,250,000`, in Indonesian `Rp1.250.000`. */
  money(rupiah: Rupiah | null): string {
    if (rupiah === null) return NOTHING;
    const size = this.whole.format(Math.abs(rupiah));
    return `${rupiah < 0 ? '−' : ''}Rp${this.language === 'id' ? '' : '\u00a0'}${size}`;
  }

  count(value: number | null): string {
    return value === null ? NOTHING : this.whole.format(value);
  }

  percent(fraction: number | null): string {
    return fraction === null ? NOTHING : this.percents.format(fraction);
  }

  /** Writes a delta with its sign; one that rounds to nothing is `0%` without a sign. */
  delta(fraction: number | null): string {
    if (fraction === null) return NOTHING;
    const size = this.percents.format(Math.abs(fraction));
    if (size === this.percents.format(0)) return size;
    return `${fraction < 0 ? '−' : '+'}${size}`;
  }

  /** Writes a day: `14 November 2026`. */
  day(day: Day): string {
    return this.date(day, { day: 'numeric', month: 'long', year: 'numeric' });
  }

  /** Writes a day with its weekday. */
  dayOfWeek(day: Day): string {
    return `${this.date(day, { weekday: 'long' })}, ${this.day(day)}`;
  }

  /** Writes the name of a weekday; 1 is Monday. */
  weekday(weekday: number): string {
    // 1 January 2024 is a Monday.
    return this.date(`2024-01-0${weekday}` as Day, { weekday: 'long' });
  }

  /** Writes the month of a day: `November 2026`. */
  month(day: Day): string {
    return this.date(day, { month: 'long', year: 'numeric' }).replace(/\sг\.$/, '');
  }

  /** Writes a period: `1–30 September 2026`, `2 October – 1 November 2025`. */
  period({ from, to }: Period): string {
    if (from === to) return this.day(from);
    const first = from.slice(0, 7) === to.slice(0, 7) ? `${Number(from.slice(8))}–` : `${this.dayOf(from, to)} – `;
    return `${first}${this.day(to)}`;
  }

  /** Writes periods of one report, each as short as it can be. */
  periods(periods: readonly Period[]): string {
    const short = (day: Day) => this.date(day, { day: 'numeric', month: 'short' });
    return periods
      .map(({ from, to }) => {
        if (from === to) return short(from);
        return from.slice(0, 7) === to.slice(0, 7)
          ? `${Number(from.slice(8))}–${short(to)}`
          : `${short(from)} – ${short(to)}`;
      })
      .join(', ');
  }

  /** Writes the first day of a period, with its year only when the last day has another. */
  private dayOf(from: Day, to: Day): string {
    return from.slice(0, 4) === to.slice(0, 4) ? this.date(from, { day: 'numeric', month: 'long' }) : this.day(from);
  }

  private date(day: Day, options: Intl.DateTimeFormatOptions): string {
    // A day is a label, not an instant: it is parsed and written in UTC.
    return this.dateFormat(options)
      .format(Date.parse(day))
      .replace(/\sг\.$/, '');
  }

  /** Returns the formatter of these options. Making one takes longer than a hundred uses of it. */
  private dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    let format = this.dateFormats.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(LOCALES[this.language], { ...options, timeZone: 'UTC' });
      this.dateFormats.set(key, format);
    }
    return format;
  }
}
