import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EXAMPLES } from './examples.js';
import { cliHere } from '../../test/support/cli.js';
import { describeWithPrograms } from '../../test/support/program.js';
import { temporaryFolder } from '../../test/support/test-replica.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

async function helpOf(...command: string[]): Promise<string> {
  const { code, stdout } = await cliHere([...command, '--help'], {});
  expect(code).toBe(0);
  return stdout;
}

describe('the help', () => {
  it('lists the exit codes', async () => {
    expect(await helpOf()).toMatch(/Exit codes:\n {2}0 {2}done\n {2}1 {2}failed[^\n]*\n {2}2 {2}wrong usage/);
  });

  it('has an example of each command, with options that exist', async () => {
    const commands = [...(await helpOf()).matchAll(/^ {2}([a-z]+[a-z:-]*) (?:\[|<)/gm)].map(([, name = '']) => name);
    expect(Object.keys(EXAMPLES).sort()).toEqual(commands.filter((name) => name !== 'help').sort());
    for (const [name, lines] of Object.entries(EXAMPLES)) {
      const help = await helpOf(name);
      for (const line of lines) {
        expect(help).toContain(line);
        for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(help.split('Examples:')[0]).toContain(option);
      }
    }
  });
});

describeWithPrograms('script')('on a terminal', () => {
  const { path: folder, discard } = temporaryFolder();
  afterAll(discard);

  /** Runs a command that logs on a terminal and returns what the terminal shows. */
  const show = (env: Record<string, string>) =>
    execFileSync('script', ['-qec', `${process.execPath} dist/cli.js status`, '/dev/null'], {
      cwd: ROOT,
      env: {
        TERM: 'xterm',
        DATABASE_URL: `sqlite:${folder}/replica.sqlite`,
        LOG_LEVEL: 'debug',
        ...env,
      },
      encoding: 'utf8',
    });

  it('colours the log unless NO_COLOR is set', () => {
    expect(show({})).toContain('\u001B[3');
    expect(show({ NO_COLOR: '1' })).not.toContain('\u001B[3');
  });
});
