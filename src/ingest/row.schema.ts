import { z } from 'zod';

/** A number or its decimal text; null and an absent field say nothing. */
const NUMBER = { type: ['number', 'string', 'null'] };
const DAY = { $ref: '#/components/schemas/Day' };

interface RowDescription {
  readonly id: string;
  readonly description: string;
  /** What the fields mean that every row has, beside the day `stat_date`. */
  readonly texts: Readonly<Record<string, string>>;
  /** What the other fields mean. */
  readonly numbers: Readonly<Record<string, string>>;
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
      ...mapFields(texts, (description) => ({ type: 'string', description })),
      stat_date: DAY,
      ...mapFields(numbers, (description) => ({ ...NUMBER, description })),
    },
    required: [...Object.keys(texts), 'stat_date'],
  });
}

function mapFields(meanings: Readonly<Record<string, string>>, schemaOf: (meaning: string) => object) {
  return Object.fromEntries(Object.entries(meanings).map(([name, meaning]) => [name, schemaOf(meaning)]));
}
