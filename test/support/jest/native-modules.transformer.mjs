// Makes tests use the built product and the packages as Node loads them, once a worker. Jest would load all modules anew in the sandbox of
// every test file, which takes several seconds a file. Only tests, their support code and modules without a build run in the sandbox.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import swcJest from '@swc/jest';

const require = createRequire(import.meta.url);

/** A function that Stryker adds to each file that it changes. The build does not have those changes. */
const CHANGED_BY_STRYKER = 'function stryMutAct_';

/** Returns the file that Node loads in place of a module, or undefined for a module that the sandbox compiles. */
function nativeFileOf(file, source, root) {
  const path = relative(root, file);
  if (file.includes('/node_modules/')) return file;
  if (!path.startsWith('src/') || /\.spec\.tsx?$/.test(path) || source.includes(CHANGED_BY_STRYKER)) return undefined;
  const built = join(root, 'dist', path.slice('src/'.length).replace(/\.tsx?$/, '.js'));
  return existsSync(built) ? built : undefined;
}

/** Returns a module that exports what Node loaded; test/support/jest/environment.mjs provides `requireNatively`. */
function forwarding(file, source, isEsm) {
  const loaded = `requireNatively(${JSON.stringify(file)})`;
  // Jest also transforms what global-setup.mjs requires, which runs outside of a sandbox and keeps its source.
  if (!isEsm) return `if (typeof requireNatively === 'function') return void (module.exports = ${loaded});\n${source}`;
  const names = Object.keys(require(file));
  const named = names.filter((name) => name !== 'default' && name !== 'module.exports');
  return [
    `const loaded = ${loaded};`,
    ...(names.includes('default') ? ['export default loaded.default;'] : []),
    ...named.map((name, i) => `const value${i} = loaded[${JSON.stringify(name)}]; export { value${i} as ${name} };`),
  ].join('\n');
}

export default {
  createTransformer(swcOptions) {
    const swc = swcJest.createTransformer(swcOptions);
    return {
      process(source, file, options) {
        const native = nativeFileOf(file, source, options.config.rootDir);
        return native
          ? { code: forwarding(native, source, options.supportsStaticESM) }
          : swc.process(source, file, options);
      },
      getCacheKey(source, file, options) {
        const native = nativeFileOf(file, source, options.config.rootDir);
        if (!native) return swc.getCacheKey(source, file, options);
        const key = [native, readFileSync(native), options.supportsStaticESM, forwarding.toString()];
        return key.reduce((hash, part) => hash.update(String(part)).update('\0'), createHash('sha1')).digest('hex');
      },
    };
  },
};
