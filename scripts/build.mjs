// Builds src/ into dist/. With --if-needed it does so only when a source has changed since the last build.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, '.sources');

// The types of the API are made from the build, and no code comes of them.
const sources = listFiles('src').filter((file) => !/\.spec\.ts$|[\\/]api-types\.ts$/.test(file));
const stamp = hashFiles(['package.json', '.swcrc', ...listFiles('scripts'), ...sources]);
const isBuilt = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
if (!process.argv.includes('--if-needed') || !isBuilt) {
  process.stderr.write('Building…\n');
  // The build goes to a folder of its own and is swapped in, so a process that runs from dist never sees half of it.
  const next = join(root, `dist.next-${process.pid}`);
  try {
    await buildInto(next);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    process.stderr.write(`The build failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const old = join(root, `dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}

/** Returns the paths of all files of a folder, relative to the project's root and sorted. */
function listFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Returns a hash of the files' names and contents. */
function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Writes a complete build into a new folder. */
async function buildInto(folder) {
  // Only a build loads the compilers: `--if-needed` usually ends before.
  const [
    { compileServer },
    { bundleDashboard },
    { bundleAdminjs },
    { bundleReport, bundleShell },
    { bundleDeliveryApi },
  ] = await Promise.all([
    import('./compile-server.mjs'),
    import('./bundle-dashboard.mjs'),
    import('./bundle-adminjs.mjs'),
    import('./bundle-styles.mjs'),
    import('./bundle-delivery-api.mjs'),
  ]);
  await Promise.all([
    bundleAdminjs(root, join(folder, 'panel'), join(dist, 'panel')),
    bundleDashboard(root, join(folder, 'dashboard'), join(dist, 'dashboard')),
    bundleReport(root, join(folder, 'report')),
    bundleShell(root, join(folder, 'shell'), join(dist, 'shell')),
    compileServer(root, sources, folder),
    bundleDeliveryApi(root, folder),
  ]);
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'write-api-document.mjs'), folder]);
  writeFileSync(join(folder, '.sources'), stamp);
}
