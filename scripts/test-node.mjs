// Builds and tests the product on every Node version that it supports, with the binaries of the registry.
// Arguments choose versions: `npm run test:node -- 22`. Node binaries and native modules are kept in a cache in the system's
// temporary folder; the work is done on a copy of the checkout, which is removed afterwards.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// better-sqlite3 12, the last line for Node 20, aborts in garbage collection when it is compiled with the headers of Node 24.19 or later.
const SUPPORTED = ['20.19', '22', '24.18'];
const NOT_COPIED = /^(node_modules|dist.*|\.git|coverage|data|backups)$/;
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--silent',
];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(tmpdir(), 'delivery-stats-test-node');

const chosen = process.argv.slice(2);
const failed = (chosen.length > 0 ? chosen : SUPPORTED).filter((version) => !testOn(version));
console.log(failed.length > 0 ? `Failed on Node ${failed.join(', ')}` : 'Every Node version passed');
process.exit(failed.length > 0 ? 1 : 0);

/** Returns whether the build, the unit tests and one end-to-end suite pass on a version. */
function testOn(version) {
  const node = installNode(version);
  const { version: exact, abi } = JSON.parse(
    execFileSync(node, [
      '-p',
      'JSON.stringify({ version: process.version, abi: process.versions.modules })',
    ]).toString(),
  );
  const copy = mkdtempSync(join(cache, 'checkout-'));
  const started = performance.now();
  try {
    copyCheckout(copy);
    useSqliteFor(node, abi, copy);
    const steps = {
      'the build': ['scripts/build.mjs'],
      'unit tests': [...JEST, '--selectProjects', 'unit'],
      'end-to-end suites': [
        ...JEST,
        '--selectProjects',
        'e2e-sqlite',
        '--',
        'test/e2e/panel.spec.ts',
        'test/e2e/proxy.spec.ts',
      ],
    };
    for (const [name, args] of Object.entries(steps)) {
      console.log(`Node ${exact}: ${name}`);
      if (spawnSync(node, args, { cwd: copy, stdio: 'inherit' }).status !== 0) {
        console.log(`Node ${exact}: ${name} failed`);
        return false;
      }
    }
    console.log(`Node ${exact}: passed in ${Math.round((performance.now() - started) / 1000)} s`);
    return true;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Returns the path of the binary of a Node version, which it installs at the first use. */
function installNode(version) {
  // The package that `node` of the registry installs by a script: the binary with its headers.
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(cache, `node-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    // An interrupted installation must not be taken for a complete one.
    const next = mkdtempSync(join(cache, 'install-'));
    console.log(`Installing Node ${version}`);
    npm(next, ['install', '--prefix', next, `${name}@${version}`]);
    renameSync(next, folder);
  }
  return join(folder, 'node_modules', name, 'bin', 'node');
}

/** Copies the sources, and the packages by hard links where the file system allows it. */
function copyCheckout(copy) {
  for (const name of readdirSync(root)) {
    if (!NOT_COPIED.test(name)) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  if (spawnSync('cp', ['-al', from, to], { stdio: 'ignore' }).status === 0) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Gives the copy a better-sqlite3 for this Node: from the checkout, from the cache, or built with the headers of its package. */
function useSqliteFor(node, abi, copy) {
  if (abi === process.versions.modules) return;
  const sqlite = join(copy, 'node_modules', 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(sqlite, 'package.json'), 'utf8'));
  const build = join(sqlite, 'build');
  const kept = join(cache, `better-sqlite3-${version}-abi-${abi}.node`);
  const binary = join(build, 'Release', 'better_sqlite3.node');
  // The files are links to those of the checkout, so none may be written in place.
  rmSync(build, { recursive: true, force: true });
  if (existsSync(kept)) {
    mkdirSync(dirname(binary), { recursive: true });
    cpSync(kept, binary);
    return;
  }
  console.log(`Building better-sqlite3 for ABI ${abi}`);
  npm(copy, ['rebuild', 'better-sqlite3'], node);
  cpSync(binary, kept);
}

/** Runs npm in a folder, under `node` when it is given: packages are then built for that Node. */
function npm(cwd, args, node = process.execPath) {
  const cli = process.env.npm_execpath;
  if (!cli) throw new Error('Run this as: npm run test:node');
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  if (node !== process.execPath) env.npm_config_nodedir = dirname(dirname(node));
  execFileSync(node, [cli, ...args, '--no-fund', '--no-audit', '--loglevel=error'], { cwd, env, stdio: 'inherit' });
}
