// Makes the TypeScript types of the HTTP API from the OpenAPI document, as `npx openapi-typescript` does for any client.
import openapiTypescript, { astToString } from 'openapi-typescript';

const HEADER = `// Made from the OpenAPI document by \`npm run reference\`. Do not edit.
import type { Day } from '../../../domain/index.js';

`;

/** Returns the types of a document. Days are those of the product, which is all that differs from the types of another client. */
export async function makeApiTypes(document) {
  const text = astToString(
    await openapiTypescript(document, { immutable: true, silent: true, defaultNonNullable: false }),
  );
  const own = text.replace(/^(\s+readonly )Day: string;$/m, '$1Day: Day;');
  if (own === text) throw new Error('The document has no schema Day that is a string');
  return HEADER + own;
}
