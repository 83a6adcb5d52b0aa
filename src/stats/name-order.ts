const collator = new Intl.Collator('en', { numeric: true });

/** The order of names as people expect it: case and accents come second, numbers count. 0 only for names that differ in nothing it sees. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b);
}
