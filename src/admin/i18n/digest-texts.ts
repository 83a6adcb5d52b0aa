import { dashboardMessagesIn, type DashboardMessages } from './dashboard-messages.js';
import { formatMessage } from './format-message.js';
import { messagesIn } from './language.js';
import { LocaleFormatter } from './locale-formatter.js';
import type { Language, Message, Messages, MessageValues } from './messages.js';

/** The words of messages outside the panel, in the language of their reader. */
export interface DigestTexts {
  readonly messages: Messages['digest'];
  readonly platforms: DashboardMessages['platforms'];
  readonly format: LocaleFormatter;
  /** Writes a message. Its values go into Telegram's HTML as they are. */
  readonly t: <Name extends string>(message: Message<Name>, values: MessageValues<Name>) => string;
  /** Writes a delta with its sign: `+5%`, `−12%`, `0%`. */
  readonly signedPercent: (fraction: number) => string;
}

/** Returns the words of messages. `timeZone` is the zone of instants, IANA. */
export function digestTextsIn(language: Language, timeZone: string): DigestTexts {
  const format = new LocaleFormatter(language, timeZone);
  return {
    messages: messagesIn(language).digest,
    platforms: dashboardMessagesIn(language).platforms,
    format,
    t: (message, values) => formatMessage(language, message, values),
    signedPercent(fraction: number): string {
      const size = format.percent(Math.abs(fraction));
      if (!/[1-9]/.test(size)) return size;
      return `${fraction < 0 ? '−' : '+'}${size}`;
    },
  };
}
