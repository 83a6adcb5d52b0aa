import { findTextProblem, type ProblemDetail } from '../../../domain/index.js';

/** The deepest nesting of a value that a request may send. The deepest schema has three levels. */
const MAX_DEPTH = 10;

interface Step {
  readonly value: unknown;
  readonly path: readonly string[];
}

/**
 * Returns why an input cannot be handled whatever its schema: it is nested too deeply, or a text in it, names of fields included,
 * holds a character that not every database stores (`findTextProblem`). Returns null for an input without such a problem.
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
      for (const [key, child] of Object.entries(value)) {
        const message = findTextProblem(key);
        if (message !== null) return { path: path.join('.'), message: `has a field whose name ${message}` };
        pending.push({ value: child, path: [...path, key] });
      }
    }
  }
  return null;
}
