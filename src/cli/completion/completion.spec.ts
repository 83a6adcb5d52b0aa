import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import type { Shell } from './shells.js';
import { cliHere } from '../../../test/support/cli.js';
import { describeWithPrograms } from '../../../test/support/program.js';

async function scriptFor(shell: Shell): Promise<string> {
  const { code, stdout } = await cliHere(['completion', shell], {});
  expect(code).toBe(0);
  return stdout;
}

/** Lines that are typed, and words that are among the completions, or all of them. */
const CASES: [line: string, words: string[]][] = [
  ['cli user:', ['user:create', 'user:password', 'user:second-factor-off']],
  ['cli token:create --role ', ['admin', 'manager', 'monitor', 'collector']],
  ['cli sync --e', ['--exact']],
];

describeWithPrograms('bash')('the completion of bash', () => {
  it.each(CASES)('completes %j', async (line, words) => {
    const test = `${await scriptFor('bash')}\nCOMP_WORDBREAKS=' '; COMP_LINE=$1; COMP_POINT=\${#1}; _cli; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync('bash', ['-c', test, 'bash', line], { encoding: 'utf8' });
    expect(output.trim().split('\n').sort()).toEqual([...words].sort());
  });

  it('completes what follows a colon where bash splits words there', async () => {
    const test = `${await scriptFor('bash')}\nCOMP_LINE=$1; COMP_POINT=\${#1}; _cli; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync('bash', ['-c', test, 'bash', 'cli token:r'], { encoding: 'utf8' });
    expect(output).toBe('revoke\n');
  });
});

describeWithPrograms('fish')('the completion of fish', () => {
  it.each(CASES)('completes %j', async (line, words) => {
    const test = `${await scriptFor('fish')}\ncomplete -C '${line}'`;
    const output = execFileSync('fish', ['-c', test], { encoding: 'utf8' });
    const found = output
      .trim()
      .split('\n')
      .map((completion) => completion.split('\t')[0]);
    expect(found.sort()).toEqual([...words].sort());
  });
});

describeWithPrograms('zsh')('the completion of zsh', () => {
  it.each(CASES)('offers what completes %j', async (line, words) => {
    const doubles = `compdef() { :; }; _files() { :; }; compadd() { print -l -- $@; }
_describe() { local item; for item in \${(P)2}; do item=\${item//\\\\:/@}; print -- \${\${item%%:*}//@/:}; done; }`;
    const state = `words=(\${(s: :)1}); [[ $1 == *' ' ]] && words+=(''); CURRENT=\${#words}; _cli`;
    const test = `${doubles}\n${await scriptFor('zsh')}\n${state}`;
    const output = execFileSync('zsh', ['-c', test, 'zsh', line], { encoding: 'utf8' });
    expect(output.trim().split('\n')).toEqual(expect.arrayContaining(words));
  });
});
