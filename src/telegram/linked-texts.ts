import type { LANGUAGES } from './telegram-settings.schema.js';

/** What a person reads in Telegram when the chat is linked. */
export const LINKED_TEXTS: Readonly<Record<(typeof LANGUAGES)[number], string>> = {
  ru: 'Готово: этот чат подключён к Delivery Stats. Время утренней сводки можно выбрать в своём аккаунте.',
  en: 'Done: this chat is linked to Delivery Stats. Choose the time of the morning digest in your account.',
};
