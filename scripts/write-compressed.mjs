// Writes a file for the browser together with its brotli and gzip forms.
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const COMPRESSORS = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gz: (body) => promisify(gzip)(body, { level: 9 }),
};

/**
 * Writes `name` into `folder`, and beside it `name.br` and `name.gz`. The name must contain a hash of the body: a compressed
 * form that an earlier build left in the folder `earlier` under the same name is copied instead of made again.
 */
export async function writeCompressed(folder, name, body, earlier) {
  const compressed = Object.entries(COMPRESSORS).map(async ([ending, compress]) => {
    const file = `${name}.${ending}`;
    try {
      await copyFile(join(earlier, file), join(folder, file));
    } catch {
      await writeFile(join(folder, file), await compress(body));
    }
  });
  await Promise.all([writeFile(join(folder, name), body), ...compressed]);
}
