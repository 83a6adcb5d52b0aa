/** The largest id that an INTEGER column holds on every database. */
export const MAX_ID = 2_147_483_647;

/** Returns the id that a text names; null for a text that no record can have as its id. */
export function parseId(text: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(text)) return null;
  const id = Number(text);
  return id <= MAX_ID ? id : null;
}
