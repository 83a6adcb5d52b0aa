const collator = new Intl.Collator('en', { numeric: true });

/**
 * Compares two names for sorting: letters first, then accents and case, and digits as numbers (`Cafe 2` before `Cafe 10`).
 * Returns a negative number, 0 or a positive number, as `Array.sort` expects.
 */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}
