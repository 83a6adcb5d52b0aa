import { wordsIn } from '../locales/language.js';
import { reasonIn, type Problem } from '../locales/reason.js';
import { filled, type Language } from '../locales/words.js';

const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

/** Values as people of one language read them. What does not exist is said so, never shown as 0. */
export class Display {
  private readonly money: Intl.NumberFormat;
  private readonly counts: Intl.NumberFormat;
  private readonly instants: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;

  /** Instants are shown in `timeZone`, an IANA name. */
  constructor(
    readonly language: Language,
    timeZone: string,
  ) {
    const locale = LOCALES[language];
    this.money = new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: 2 });
    this.counts = new Intl.NumberFormat(locale);
    const date = { year: 'numeric', month: language === 'ru' ? '2-digit' : 'short', day: '2-digit' } as const;
    this.instants = new Intl.DateTimeFormat(locale, { timeZone, ...date, hour: '2-digit', minute: '2-digit' });
    this.days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...date });
  }

  get words() {
    return wordsIn(this.language).panel;
  }

  /** Sen as rupiah. */
  rupiah(sen: number | null): string {
    return sen === null ? this.words.noData : `Rp ${this.money.format(sen / 100)}`;
  }

  count(value: number | null): string {
    return value === null ? this.words.noData : this.counts.format(value);
  }

  instant(iso: string | null): string {
    return iso === null ? this.words.none : this.instants.format(new Date(iso));
  }

  /** From one instant to another, in the words of the language: `1 min 12 s`. */
  duration(from: string | null, to: string | null): string {
    if (from === null || to === null) return this.words.none;
    const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
    const { minutes, seconds: short } = this.words.units;
    return seconds < 60
      ? filled(short, { seconds })
      : filled(minutes, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  }

  /** A day `YYYY-MM-DD`; what is no such text is shown as it is. */
  day(day: string | null): string {
    if (day === null) return this.words.none;
    return /^\d{4}-\d{2}-\d{2}$/.test(day) ? this.days.format(new Date(day)) : day;
  }

  period(from: string, to: string): string {
    return from === to ? this.day(from) : `${this.day(from)} – ${this.day(to)}`;
  }

  /** Why a restaurant or a run was not copied. */
  problem(problem: Problem | null): string {
    return reasonIn(wordsIn(this.language).reasons.sync, problem) || this.words.none;
  }

  /** What is wrong with a refused value. */
  refusal(code: string): string {
    return reasonIn(wordsIn(this.language).reasons.rows, { code, message: null });
  }

  yesNo(value: boolean): string {
    return value ? this.words.yes : this.words.no;
  }
}
