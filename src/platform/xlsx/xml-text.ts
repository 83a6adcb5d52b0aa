/** The longest text that a cell of Excel can hold. */
const MAX_CELL_TEXT = 32_767;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Characters that XML 1.0 cannot hold or that a parser changes, a surrogate without its pair, and texts that already look like an
 * escape.
 */
const ESCAPED = /(?![\t\n\u007f-\u009f])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}|_(?=x[\dA-Fa-f]{4}_)/gu;

/** Returns a text for the inside of an XML element or of a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/**
 * Returns the text of a cell as XML. A character that XML cannot hold becomes `_xHHHH_`, which spreadsheet programs decode
 * (ECMA-376, ST_Xstring). A text that is too long for a cell is cut.
 */
export function toCellText(text: string): string {
  const cut = text.length > MAX_CELL_TEXT ? text.slice(0, MAX_CELL_TEXT) : text;
  return escapeXml(cut.replace(ESCAPED, escapeCodeUnit));
}

function escapeCodeUnit(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
