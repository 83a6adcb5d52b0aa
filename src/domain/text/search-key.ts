/** Letters that Unicode does not decompose into a base letter and a mark, as people type them on another keyboard. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
};
const UNDECOMPOSED = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'gu');

/**
 * Returns a name as the search compares it: without case, diacritics, invisible characters, backticks, apostrophes and outer
 * spaces. White space of any kind and length is one space.
 */
export function toSearchKey(text: string): string {
  // Apostrophes go first: NFKD would turn an acute accent that is used as one into a space.
  return text
    .replace(/[`´'’‘]/gu, '')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(UNDECOMPOSED, (letter) => BASE_LETTERS[letter] ?? letter)
    .replace(/\s+/gu, ' ')
    .trim();
}
