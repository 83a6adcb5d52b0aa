import { wordsIn } from '../locales/language.js';
import type { Language } from '../locales/words.js';

/** A rule that a service says was broken, in the viewer's language. */
export function ruleIn(language: Language, message: string): string {
  const { rules, unknownRule } = wordsIn(language).panel;
  const numbers = message.match(/\d+/g) ?? [];
  // The service names the address; the field it stands at says it already.
  const key = message.replace(/\d+/g, '#').replace(/^\S+@\S+ (?=has an account)/, '');
  const text = Object.hasOwn(rules, key) ? rules[key as keyof typeof rules] : unknownRule;
  return text.replace(/#/g, () => numbers.shift() ?? '#');
}
