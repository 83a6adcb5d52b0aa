import leven from 'leven';
import { searchKey } from '../stats/search-key.js';

/** Shown at most. */
const MOST = 10;
/** Less alike than this is no suggestion: 1 is the same but for case, accents, spaces and signs. */
const ALIKE = 0.6;

/** How alike two names look to a person, from 0 to 1. It suggests a match; it never makes one. */
function likeness(one: string, other: string): number {
  const [a, b] = [bare(one), bare(other)];
  if (a === b) return 1;
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  const contained = shorter >= 4 && (a.includes(b) || b.includes(a));
  return Math.max(contained ? 0.8 : 0, longer === 0 ? 0 : 0.99 * (1 - leven(a, b) / longer));
}

/** The names that look like `name`, the likest first; equals keep their order. */
export function likest<T extends { readonly name: string }>(
  name: string,
  listed: readonly T[],
): (T & { readonly likeness: number })[] {
  return listed
    .map((candidate) => ({ ...candidate, likeness: Math.round(100 * likeness(name, candidate.name)) / 100 }))
    .filter((candidate) => candidate.likeness >= ALIKE)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST);
}

/** A name without case, accents, spaces and signs; one of signs alone stays as it is. */
function bare(name: string): string {
  const letters = searchKey(name).replace(/[^\p{L}\p{N}]/gu, '');
  return letters === '' ? name.trim() : letters;
}
