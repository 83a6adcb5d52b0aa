import { formatMessage } from '../i18n/format-message.js';
import { messagesIn } from '../i18n/language.js';
import { LocaleFormatter } from '../i18n/locale-formatter.js';
import { translateCode, type Problem } from '../i18n/translate-code.js';
import { parseDay } from '../../domain/index.js';

/** A `LocaleFormatter` for stored records, in which any value may be missing. It never shows a missing value as 0. */
export class RecordFormatter extends LocaleFormatter {
  get messages() {
    return messagesIn(this.language).lists;
  }

  /** Returns the name of the zone in which instants are shown. */
  get zoneName(): string {
    return this.timeZone === 'Asia/Makassar' ? this.messages.bali : this.timeZone;
  }

  /** Writes sen as rupiah. */
  rupiah(sen: number | null): string {
    return sen === null ? this.messages.none : this.exactMoney(sen / 100);
  }

  override count(value: number | null): string {
    return value === null ? this.messages.none : super.count(value);
  }

  override instant(iso: string | null): string {
    return iso === null ? this.messages.none : super.instant(iso);
  }

  /** Writes the time between two ISO instants: `1 min 12 s`. */
  duration(from: string | null, to: string | null): string {
    if (from === null || to === null) return this.messages.none;
    return this.seconds(Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  }

  /** Writes a part of a whole: `124 of 127`. */
  share(part: number, whole: number): string {
    return formatMessage(this.language, this.messages.share, { part, whole });
  }

  /** Writes a number of bytes: `12.3 MB`. */
  megabytes(bytes: number): string {
    return formatMessage(this.language, this.messages.units.megabytes, { size: this.figure(bytes / 1e6, 'ratio') });
  }

  /** Writes a number of seconds: `1 min 12 s`. */
  seconds(seconds: number): string {
    const { minutes, seconds: short } = this.messages.units;
    return seconds < 60
      ? formatMessage(this.language, short, { seconds })
      : formatMessage(this.language, minutes, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  }

  /** Writes a day `YYYY-MM-DD`, and a text that is not a day as it is. */
  override day(day: string | null): string {
    if (day === null) return this.messages.none;
    const parsed = parseDay(day);
    return parsed ? super.day(parsed) : day;
  }

  /** Returns why a restaurant or a run was not copied. */
  problem(problem: Problem | null): string {
    return translateCode(messagesIn(this.language).reasons.sync, problem) || this.messages.none;
  }

  /** Returns what is wrong with a rejected value. */
  rejection(code: string): string {
    return translateCode(messagesIn(this.language).reasons.rows, { code, message: null });
  }

  /** Returns who did something: a person, or what the product calls itself. */
  actor(name: string | null): string {
    const { actors, none } = this.messages;
    return name === null ? none : Object.hasOwn(actors, name) ? actors[name as keyof typeof actors] : name;
  }

  yesNo(value: boolean): string {
    return value ? this.messages.yes : this.messages.no;
  }
}
