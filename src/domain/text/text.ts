/** The longest name of a restaurant, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 200;

/** Half of a surrogate pair without its other half. UTF-8 has no bytes for it, so no database stores it unchanged. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/u;

/**
 * Returns the rule that a text breaks, or null when every database stores it unchanged. PostgreSQL stores no U+0000, which
 * SQLite does; so no text of the product may hold it.
 */
export function findTextProblem(text: string): string | null {
  if (text.includes('\0')) return 'must not contain the character U+0000';
  return LONE_SURROGATE.test(text) ? 'must not contain half a character' : null;
}

/**
 * Returns the rule that the name of a restaurant breaks, or null. Names are kept verbatim: outer spaces count, but a name needs
 * another character too, because no person could see it, and a line break cannot be entered in a form.
 */
export function findNameProblem(name: string): string | null {
  const problem = findTextProblem(name);
  if (problem !== null) return problem;
  // Decoders write it for bytes that are no UTF-8: the name is another one at the upstream.
  if (name.includes('\uFFFD')) return 'must not contain the character U+FFFD';
  if (name.trim() === '') return 'must not be empty';
  if (name.length > MAX_NAME_LENGTH) return `may have at most ${MAX_NAME_LENGTH} characters`;
  return LINE_BREAK.test(name) ? 'must not contain a line break' : null;
}

/** Returns the text with U+FFFD in place of each character that {@link findTextProblem} rejects, for messages and records. */
export function toStorableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
