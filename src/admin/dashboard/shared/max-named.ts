/** The number of names that a sentence lists. */
export const MAX_NAMED = 10;
