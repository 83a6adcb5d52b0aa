/**
 * Returns what the panel shows for a message of a service about invalid input, or null for a message that `rules` do not know.
 * They know each message with `#` for any number.
 */
export function translateRule(rules: Readonly<Record<string, string>>, message: string): string | null {
  const numbers = message.match(/\d+/g) ?? [];
  // The service starts this message with the e-mail address. The message stands at the field, so the address is left out.
  const key = message.replace(/\d+/g, '#').replace(/^\S+@\S+ (?=has an account)/, '');
  const text = Object.hasOwn(rules, key) ? rules[key] : undefined;
  return text?.replace(/#/g, () => numbers.shift() ?? '#') ?? null;
}
