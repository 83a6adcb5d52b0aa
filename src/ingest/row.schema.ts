import { z } from 'zod';

/** A number or its decimal text; null and an absent field say nothing. */
const NUMBER = { type: ['number', 'string', 'null'] };
const DAY = { $ref: '#/components/schemas/Day' };

interface RowDescription {
  readonly id: string;
  readonly description: string;
  /** Fields that every row has, beside the day `stat_date`. */
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
}

/**
 * Returns the zod schema of a pushed row. It checks nothing, because a bad row is rejected by itself; the OpenAPI document says
 * what a good one has.
 */
export function rowSchema({ id, description, texts, numbers }: RowDescription): z.ZodUnknown {
  return z.unknown().meta({
    id,
    description,
    type: 'object',
    properties: {
      ...Object.fromEntries(texts.map((name) => [name, { type: 'string' }])),
      stat_date: DAY,
      ...Object.fromEntries(numbers.map((name) => [name, NUMBER])),
    },
    required: [...texts, 'stat_date'],
  });
}
