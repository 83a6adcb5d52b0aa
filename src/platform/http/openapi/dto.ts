import { z } from 'zod';

/** The value that a response schema describes. Its fields and lists are read-only. */
export type Dto<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

type DeepReadonly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : { readonly [Key in keyof T]: DeepReadonly<T[Key]> };

/** Returns the fields of an object schema that has the same kind of value under every name. */
export function fieldsOf<Name extends string, Schema extends z.ZodType>(
  names: readonly Name[],
  schemaOf: (name: Name) => Schema,
): Record<Name, Schema> {
  return Object.fromEntries(names.map((name) => [name, schemaOf(name)])) as Record<Name, Schema>;
}

/** Zod schema of an instant in a response. */
export const InstantSchema = z.iso
  .datetime()
  .meta({ id: 'Instant', description: 'An instant, ISO 8601 UTC.', examples: ['2026-11-20T01:00:00.000Z'] });

/** Zod schema of a number of things in a response. */
export const CountSchema = z.int().min(0);

/** Returns the schema of one page of a list, see `pageOf`. @param id the name of the schema in the OpenAPI document. */
export function pageSchema<Item extends z.ZodType>(id: string, item: Item) {
  return z
    .object({
      items: z.array(item),
      page: z.int().min(1).describe('The number of this page, from 1.'),
      perPage: z.int().min(1).describe('The size of a full page.'),
      total: CountSchema.describe('The number of items of all pages.'),
    })
    .meta({ id, description: 'One page of a list.' });
}
