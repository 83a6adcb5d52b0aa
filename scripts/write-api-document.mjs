// Writes the OpenAPI document of a built product into its folder, as JSON and as YAML: node scripts/write-api-document.mjs FOLDER
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';

const folder = resolve(process.argv[2]);
const { describeApi } = await import(pathToFileURL(join(folder, 'api-document.js')));
const document = await describeApi();
await writeFile(join(folder, 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
await writeFile(join(folder, 'openapi.yaml'), stringify(document, { aliasDuplicateObjects: false }));
// Modules that were loaded may hold the process open.
process.exit();
