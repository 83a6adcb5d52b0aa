import { findTextProblem, type ProblemDetail } from '../../../domain/index.js';

/** The deepest nesting of a value that a request may send. The deepest schema has three levels. */
const MAX_DEPTH = 10;
/** The longest list that any schema allows, and far more fields than any has. A schema reports each bad one, which takes long. */
const MAX_LIST_LENGTH = 100_000;
const MAX_FIELDS = 1_000;

interface Step {
  readonly value: unknown;
  readonly path: readonly string[];
}

/**
 * Returns why an input cannot be handled whatever its schema: it is nested too deeply or too long, or a text in it, names of
 * fields included, holds a character that not every database stores (`findTextProblem`). Returns null for an input without such a problem.
 */
export function findUnsafeInput(input: unknown): ProblemDetail | null {
  // Not recursive: a hostile input is nested deeper than the call stack.
  const pending: Step[] = [{ value: input, path: [] }];
  for (let step = pending.pop(); step; step = pending.pop()) {
    const { value, path } = step;
    if (typeof value === 'string') {
      const message = findTextProblem(value);
      if (message !== null) return { path: path.join('.'), message };
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= MAX_DEPTH) return { path: path.join('.'), message: 'is nested too deeply' };
      const message = findLengthProblem(value);
      if (message !== null) return { path: path.join('.'), message };
      for (const [key, child] of Object.entries(value)) {
        const keyProblem = findTextProblem(key);
        if (keyProblem !== null) return { path: path.join('.'), message: `has a field whose name ${keyProblem}` };
        pending.push({ value: child, path: [...path, key] });
      }
    }
  }
  return null;
}

function findLengthProblem(value: object): string | null {
  if (Array.isArray(value)) return value.length > MAX_LIST_LENGTH ? `may have at most ${MAX_LIST_LENGTH} items` : null;
  return Object.keys(value).length > MAX_FIELDS ? `may have at most ${MAX_FIELDS} fields` : null;
}
