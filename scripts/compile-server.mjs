// Compiles the TypeScript of src/ file by file. Types are not checked: `npm run check` does that.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';

/** Writes each source as JavaScript with its source map to the same place below `folder`. @throws Error for a syntax error */
export async function compileServer(root, sources, folder) {
  const files = sources.filter((file) => /\.tsx?$/.test(file));
  const targets = files.map((file) => join(folder, relative('src', file)).replace(/\.tsx?$/, '.js'));
  for (const target of new Set(targets.map(dirname))) await mkdir(target, { recursive: true });
  await Promise.all(files.map((file, index) => compileFile(root, file, targets[index])));
}

async function compileFile(root, file, target) {
  const sourceFileName = relative(dirname(target), join(root, file));
  const { code, map } = await transformFile(join(root, file), { cwd: root, sourceFileName });
  await Promise.all([
    writeFile(target, `${code}//# sourceMappingURL=${basename(target)}.map\n`),
    writeFile(`${target}.map`, map),
  ]);
}
