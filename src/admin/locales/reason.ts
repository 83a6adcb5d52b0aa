/** Why something was not copied: a stable code, and the server's own sentence, which may say more. */
export interface Problem {
  readonly code: string | null;
  readonly message: string | null;
}

/** A code in the plain words of a language; the server's own sentence for a code that has none, nothing for no problem. */
export function reasonIn(words: Readonly<Record<string, string>>, problem: Problem | null): string {
  if (!problem) return '';
  return words[problem.code ?? ''] ?? problem.message ?? problem.code ?? '';
}
