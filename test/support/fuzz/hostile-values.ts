import fc from 'fast-check';

/** Texts that broke a border of some product: control characters, halves of characters, numbers beyond a column, names of prototypes. */
const HOSTILE_TEXTS = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\ufffe',
    '\u202e',
    '%',
    '%00',
    '%ZZ',
    "'",
    '"',
    '`',
    '\\',
    '..',
    '/',
    '/.//x',
    '//x',
  ],
  ...['0', '-1', '1.5', '1e3', '2147483647', '2147483648', '9'.repeat(15), '9'.repeat(40), 'NaN', 'Infinity', '0x10'],
  ...['null', 'undefined', 'true', '[]', '{}', '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  ...[
    '2026-02-30',
    '2026-11-20',
    '0000-00-00',
    '9999-12-31',
    '2026-11-20T00:00:00Z',
    "1' OR '1'='1",
    '1; DROP TABLE client',
  ],
  ...[
    'x'.repeat(300),
    'x'.repeat(11_000),
    '.'.repeat(3000),
    '['.repeat(500),
    '💥'.repeat(50),
    '<script>alert(1)</script>',
  ],
];

/** Any text, hostile ones more often. */
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);

/** Any value that JSON can write. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  hostileText,
  fc.constantFrom<unknown>(null, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300, true, [], {}, [[[[[[[[[[[[]]]]]]]]]]]]),
);

/** Returns values that mostly fit a JSON schema of the OpenAPI document, and some that do not. */
export function valuesOf(schema: JsonSchema | undefined): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: fittingValues(schema) }, { weight: 1, arbitrary: hostileJson });
}

/** The part of a JSON schema that the document uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

function fittingValues(schema: JsonSchema = {}): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fittingValues));
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, valuesOf(field)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
    }
    case 'array':
      return fc.array(valuesOf(schema.items), { maxLength: 4 });
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer(), fc.double());
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
    default:
      return fc.oneof(fc.constantFrom('1', '2', '50', '2026-11-01', '2026-11-20', 'active', 'Warung'), hostileText);
  }
}
