import leven from 'leven';
import { toSearchKey } from '../../domain/index.js';

const MAX_SUGGESTIONS = 10;
/** The lowest similarity of a suggestion. 1 means equal without case, accents, spaces and signs. */
const MIN_SIMILARITY = 0.6;

/** Returns how similar two names look to a person, from 0 to 1, by edit distance. */
function calculateSimilarity(one: string, other: string): number {
  const [a, b] = [normalize(one), normalize(other)];
  if (a === b) return 1;
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  const isContained = shorter >= 4 && (a.includes(b) || b.includes(a));
  return Math.max(isContained ? 0.8 : 0, longer === 0 ? 0 : 0.99 * (1 - leven(a, b) / longer));
}

/**
 * Returns at most {@link MAX_SUGGESTIONS} listed names that are similar to `name`, the most similar first. Equally similar
 * names keep their order. `likeness` is the similarity from 0 to 1 with two decimals.
 */
export function findSimilarNames<T extends { readonly name: string }>(
  name: string,
  listed: readonly T[],
): (T & { readonly likeness: number })[] {
  return listed
    .map((candidate) => ({ ...candidate, likeness: Math.round(100 * calculateSimilarity(name, candidate.name)) / 100 }))
    .filter((candidate) => candidate.likeness >= MIN_SIMILARITY)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MAX_SUGGESTIONS);
}

/** Returns a name without case, accents, spaces and signs. A name of signs only is trimmed and kept. */
function normalize(name: string): string {
  const letters = toSearchKey(name).replace(/[^\p{L}\p{N}]/gu, '');
  return letters === '' ? name.trim() : letters;
}
