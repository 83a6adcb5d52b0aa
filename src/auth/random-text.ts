import { randomInt } from 'node:crypto';

/** Returns a text of random characters of an alphabet, from a cryptographic source. */
export function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
