import { dashboard as en } from './en/dashboard.js';
import { dashboard as ru } from './ru/dashboard.js';
import type { Language, MessagesOf, Translated } from './messages.js';

/** Every message of the dashboard. */
export type DashboardMessages = MessagesOf<typeof en>;

const CATALOGUES: Readonly<Record<Language, Translated<typeof en>>> = { ru, en };

/** Returns the messages of the dashboard in a language, ready for `formatMessage`. */
export function dashboardMessagesIn(language: Language): DashboardMessages {
  return CATALOGUES[language] as unknown as DashboardMessages;
}
