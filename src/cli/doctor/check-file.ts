import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { HealthChecks } from './health-checks.js';
import { bytes, counted } from '../output/text.js';
import { inspectReplica, type Inspection, type MigrationState } from '../../operations/backup/index.js';

const LITTLE_SPACE = 1_000_000_000;
const NO_SPACE = 50_000_000;

/** Checks the replica file and its disk. Returns what was found in it; null when nothing can be read from it. */
export async function checkFile(checkup: HealthChecks, file: string): Promise<Inspection | null> {
  await checkup.add('disk', () => checkSpace(file));
  if (!existsSync(file)) {
    const message = `${file} does not exist yet; the first start makes it`;
    await checkup.add('replica', () => ({ status: 'warn', message, found: null }));
    return null;
  }
  await checkup.add('file mode', () => checkMode(file));
  const inspection = await checkup.add('replica', () => {
    const found = inspectReplica(file);
    const { damage } = found;
    const size = bytes(statSync(file).size);
    if (damage.length === 0) return { status: 'ok', message: `${file}, ${size}, is sound`, found };
    return { status: 'fail', message: `${file} is damaged; restore a backup: ${damage[0]}`, found };
  });
  if (!inspection) return null;
  const current = await checkMigrations(checkup, inspection.migrations);
  return inspection.damage.length === 0 && current ? inspection : null;
}

/** Checks that the schema is the one this program works with. Returns whether it is. */
export async function checkMigrations(
  checkup: HealthChecks,
  { applied, pending, unknown }: MigrationState,
): Promise<boolean> {
  await checkup.add('migrations', () => {
    if (unknown.length > 0) {
      const message = `a newer version of this program made the replica (${unknown.join(', ')}); use that version`;
      return { status: 'fail', message, found: null };
    }
    if (pending.length === 0) return { status: 'ok', message: `${applied} applied, none is missing`, found: null };
    return {
      status: 'warn',
      message: `${counted(pending.length, 'migration')} missing; the next start applies them`,
      found: null,
    };
  });
  return pending.length === 0 && unknown.length === 0;
}

function checkSpace(file: string) {
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const status = free < NO_SPACE ? ('fail' as const) : free < LITTLE_SPACE ? ('warn' as const) : ('ok' as const);
  return { status, message: `${bytes(free)} free in ${folder}`, found: null };
}

function checkMode(file: string) {
  accessSync(file, constants.R_OK | constants.W_OK);
  const mode = statSync(file).mode & 0o777;
  if (process.platform === 'win32' || (mode & 0o077) === 0) {
    return { status: 'ok' as const, message: 'only its owner can read it', found: null };
  }
  const message = `others on this machine can read it (mode ${mode.toString(8)}); run: chmod 600 ${file}`;
  return { status: 'warn' as const, message, found: null };
}
