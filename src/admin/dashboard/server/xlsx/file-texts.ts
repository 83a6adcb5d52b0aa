import { dashboardMessagesIn, type DashboardMessages } from '../../../i18n/dashboard-messages.js';
import { messagesIn } from '../../../i18n/language.js';
import { LocaleFormatter } from '../../../i18n/locale-formatter.js';
import type { Language, Messages } from '../../../i18n/messages.js';

/** The words of a file in the language of its reader. */
export interface FileTexts {
  readonly files: Messages['files'];
  readonly dashboard: DashboardMessages;
  readonly format: LocaleFormatter;
}

/** Returns the words of files in a language. `timeZone` is the zone of instants, IANA. */
export function fileTextsIn(language: Language, timeZone: string): FileTexts {
  return {
    files: messagesIn(language).files,
    dashboard: dashboardMessagesIn(language),
    format: new LocaleFormatter(language, timeZone),
  };
}
