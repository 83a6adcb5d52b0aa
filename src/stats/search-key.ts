/** A name as search sees it: without case, diacritics, backticks and apostrophes. */
export function searchKey(text: string): string {
  // The apostrophes first: the acute accent, written as one, would decompose into a space.
  return text
    .replace(/[`´'’‘]/gu, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .trim();
}
