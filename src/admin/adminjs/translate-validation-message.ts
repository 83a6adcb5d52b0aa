import { messagesIn } from '../i18n/language.js';
import type { Language } from '../i18n/messages.js';
import { translateRule } from '../i18n/translate-rule.js';

/** Translates the message of a rule that a service says an input breaks. */
export function translateValidationMessage(language: Language, message: string): string {
  const { rules, unknownRule } = messagesIn(language).lists;
  return translateRule(rules, message) ?? unknownRule;
}
