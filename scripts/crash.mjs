// Fifty rounds (CRASH_ROUNDS) of the crash harness: one process on SQLite or, with --scaled, five on PostgreSQL and Redis.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const suite = process.argv.includes('--scaled') ? 'test/recovery/crash-scaled' : 'test/recovery/crash.spec';
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const args of [
  ['scripts/build.mjs', '--if-needed'],
  [...jest, suite, '--selectProjects', 'recovery'],
]) {
  const env = { CRASH_ROUNDS: '50', ...process.env };
  const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
