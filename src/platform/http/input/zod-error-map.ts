import { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** A hostile body has tens of thousands of keys. */
const MAX_NAMED_KEYS = 5;

/** Installs plain messages for invalid values. A message of a schema takes precedence. */
export function installZodErrorMap(): void {
  z.config({
    customError: (issue) => {
      switch (issue.code) {
        case 'invalid_type':
          if (issue.input === undefined) return 'is missing';
          if (issue.input === null) return 'must not be empty';
          return `must be ${KINDS[issue.expected] ?? issue.expected}`;
        case 'too_big':
          return issue.origin === 'string'
            ? `may have at most ${issue.maximum} characters`
            : `must be at most ${issue.maximum}`;
        case 'too_small':
          return issue.origin === 'string'
            ? `must have at least ${issue.minimum} characters`
            : `must be at least ${issue.minimum}`;
        case 'invalid_value':
          return `must be one of ${issue.values.map(String).join(', ')}`;
        case 'unrecognized_keys':
          return `not known here: ${issue.keys.slice(0, MAX_NAMED_KEYS).join(', ')}`;
        case 'custom':
        case 'invalid_element':
        case 'invalid_format':
        case 'invalid_key':
        case 'invalid_union':
        case 'not_multiple_of':
          return undefined;
      }
    },
  });
}
