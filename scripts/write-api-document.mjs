// Writes the OpenAPI document of a built product into its folder: node scripts/write-api-document.mjs FOLDER
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
const { describeApi } = await import(pathToFileURL(join(folder, 'api-document.js')));
await writeFile(join(folder, 'openapi.json'), `${JSON.stringify(await describeApi(), null, 2)}\n`);
// Modules that were loaded may hold the process open.
process.exit();
