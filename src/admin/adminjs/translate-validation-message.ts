import { messagesIn } from '../i18n/language.js';
import type { Language } from '../i18n/messages.js';

/** Translates the message of a rule that a service says an input breaks. The messages know each rule with `#` for any number. */
export function translateValidationMessage(language: Language, message: string): string {
  const { rules, unknownRule } = messagesIn(language).lists;
  const numbers = message.match(/\d+/g) ?? [];
  // The service starts this message with the e-mail address. The message stands at the field, so the address is left out.
  const key = message.replace(/\d+/g, '#').replace(/^\S+@\S+ (?=has an account)/, '');
  const text = Object.hasOwn(rules, key) ? rules[key as keyof typeof rules] : unknownRule;
  return text.replace(/#/g, () => numbers.shift() ?? '#');
}
