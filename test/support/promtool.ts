import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Declares a test as `it` does. The run reports it as skipped when promtool is not installed. */
export const itWithPromtool = spawnSync('promtool', ['--version']).error ? it.skip : it;

/** Runs promtool in the root of the project. Returns its exit code and everything that it printed. */
export function promtool(args: readonly string[], input?: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: ROOT, input, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}`.trim() };
}
