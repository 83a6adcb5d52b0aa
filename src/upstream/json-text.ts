/**
 * Parses JSON in which `NaN`, `Infinity` and `-Infinity` may stand bare, as a careless serialiser writes them. They become
 * strings, so that the row which holds one is refused and its neighbours are kept.
 * @throws SyntaxError whose message may quote the text: never show or log it.
 */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = quoteBareTokens(text);
    if (quoted === null) throw error;
    return JSON.parse(quoted);
  }
}

/** The text with its bare tokens quoted, or null when it has none. A scanner, as a regex over whole strings can overflow or go quadratic. */
function quoteBareTokens(text: string): string | null {
  const next = /"|-?Infinity|NaN/g;
  const parts: string[] = [];
  let copied = 0;
  for (let match = next.exec(text); match; match = next.exec(text)) {
    if (match[0] === '"') {
      next.lastIndex = endOfString(text, next.lastIndex);
    } else {
      parts.push(text.slice(copied, match.index), '"', match[0], '"');
      copied = next.lastIndex;
    }
  }
  return parts.length > 0 ? parts.join('') + text.slice(copied) : null;
}

/** The position after the quote that closes the string whose inside starts at `from`. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
