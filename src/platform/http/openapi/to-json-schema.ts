import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A schema of the OpenAPI document, and the named schemas that it refers to. */
interface ConvertedSchema {
  readonly schema: JsonSchema;
  readonly components: Record<string, JsonSchema>;
}

/**
 * Returns a zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1. Every schema with an `id` in its metadata becomes a
 * component of that name. `schemaType` says whether the document describes what a request may send or what a response holds.
 */
export function toJsonSchema(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }): ConvertedSchema {
  if (!(schema instanceof z.ZodType)) throw new Error('The OpenAPI document is made from zod schemas only');
  const converted = z.toJSONSchema(schema, {
    io: schemaType,
    override: ({ zodSchema, jsonSchema }) => simplify(zodSchema, jsonSchema, schemaType),
  });
  const { $schema: _, $defs, ...root } = referToComponents(converted);
  return { schema: root, components: $defs ?? {} };
}

/** Removes what says nothing to a reader. Adds the examples and defaults of texts that are parsed, which zod leaves out. */
function simplify(zodSchema: z.core.$ZodType, jsonSchema: JsonSchema, schemaType: 'input' | 'output'): void {
  const { def } = zodSchema._zod as { readonly def: z.core.$ZodTypeDef & { readonly defaultValue?: unknown } };
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // The pattern of a number that is written as text, and the pattern that a format implies.
  if (jsonSchema.type !== 'string' || jsonSchema.format !== undefined) delete jsonSchema.pattern;
  // The words of a switch, which the document shows as a boolean.
  if (jsonSchema.type === 'boolean') delete jsonSchema.enum;
  if (schemaType === 'output') return;
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples ??= examples as never[];
  if (def.type === 'default') jsonSchema.default ??= def.defaultValue as never;
}

/** Makes the references of a schema point to the components of the document. */
function referToComponents<Schema extends object>(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Schema;
}
