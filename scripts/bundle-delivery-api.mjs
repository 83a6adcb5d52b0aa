// Bundles the companion API into one file that needs Node and nothing else.
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** Packages that the API may hold. Others are left out; the build fails when something in use needs one. */
const BUNDLED = /^(mysql2|zod|cron|proxy-addr)(\/|$)/;

/** No file of the product does anything when it is only imported, so what is not used stays out: Nest and TypeORM above all. */
const withoutSideEffects = {
  name: 'without-side-effects',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || importer.includes('node_modules') || path.startsWith('node:')) return null;
      if (/^\.\.?\//.test(path)) {
        return { path: join(dirname(importer), path).replace(/\.js$/, '.ts'), sideEffects: false };
      }
      return BUNDLED.test(path) ? null : { path, external: true, sideEffects: false };
    });
  },
};

/** Writes `delivery-api.cjs`. */
export async function bundleDeliveryApi(root, folder) {
  const { metafile } = await build({
    entryPoints: [join(root, 'src', 'delivery-api', 'main.ts')],
    outfile: join(folder, 'delivery-api.cjs'),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'inline',
    plugins: [withoutSideEffects],
    metafile: true,
    logLevel: 'error',
  });
  const foreign = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external && !path.startsWith('node:') && !isBuiltin(path)),
  );
  if (foreign.length > 0) throw new Error(`The companion API would need the package ${foreign[0].path}`);
}
