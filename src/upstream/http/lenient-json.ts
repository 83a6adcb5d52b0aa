/**
 * Parses JSON that may contain unquoted `NaN`, `Infinity` and `-Infinity`, as some serialisers write them. They become
 * strings, so that validation quarantines their row and keeps the other rows.
 * @throws SyntaxError whose message may quote the text: never show or log it.
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = quoteBareTokens(text);
    if (quoted === null) throw error;
    return JSON.parse(quoted);
  }
}

/** Returns the text with its bare tokens quoted; null when it has none. A regex over whole strings could overflow or take quadratic time. */
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

/** Returns the position after the quote that closes the string whose inside starts at `from`. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
