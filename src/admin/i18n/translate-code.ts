/** Why something was not copied: a stable code, and the server's own sentence, which may be more exact. */
export interface Problem {
  readonly code: string | null;
  readonly message: string | null;
  /** The other restaurant of `same_restaurant`, whose message ends before its name. */
  readonly otherName?: string | null;
}

/**
 * Returns the message for a problem's code; for a code without a message the server's own sentence, and an empty text for
 * no problem. A problem of two restaurants names the other one.
 */
export function translateCode(messages: Readonly<Record<string, string>>, problem: Problem | null): string {
  if (!problem) return '';
  const { code, message, otherName } = problem;
  if (code === 'same_restaurant' && !otherName) return message ?? code;
  const text = messages[code ?? ''] ?? message ?? code ?? '';
  return otherName ? `${text} ${otherName}` : text;
}
