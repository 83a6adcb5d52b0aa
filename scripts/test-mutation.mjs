// Changes the product's code in small ways and shows which changes no unit test notices: `npm run test:mutation -- [PART...]`.
// Ends with 1 when a part stays below the least score. It prints the changes that survive.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PARTS } from '../test/support/mutation/parts.mjs';

const MIN_SCORE = 85;
const NOTICED = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

const chosen = process.argv.slice(2);
const scores = (chosen.length > 0 ? chosen : Object.keys(PARTS)).map(testPart);
const all = { name: 'all', noticed: sum('noticed'), missed: sum('missed') };
for (const { name, noticed, missed } of [...scores, all]) {
  console.log(`${name}: ${percent({ noticed, missed })}% (${noticed} of ${noticed + missed})`);
}
process.exit(scores.every((score) => percent(score) >= MIN_SCORE) ? 0 : 1);

function sum(key) {
  return scores.reduce((total, score) => total + score[key], 0);
}

function percent({ noticed, missed }) {
  return Math.round((1000 * noticed) / (noticed + missed)) / 10;
}

/** Runs one part and prints what survived. Few random inputs are enough, for each change runs all of them again. */
function testPart(name) {
  const env = { PROPERTY_RUNS: '30', ...process.env, MUTATION_PART: name };
  const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js';
  const { status } = spawnSync(process.execPath, [stryker, 'run'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    throw new Error(`The mutation tests of ${name} could not run; MUTATION_PART=${name} npx stryker run shows why`);
  const { files } = JSON.parse(readFileSync(`reports/mutation/${name}.json`, 'utf8'));
  const mutants = Object.entries(files).flatMap(([file, { mutants, source }]) =>
    mutants.map((mutant) => ({ ...mutant, file, line: source.split('\n')[mutant.location.start.line - 1].trim() })),
  );
  for (const { file, line, location, mutatorName, replacement, status } of mutants) {
    if (!MISSED.includes(status)) continue;
    console.log(
      `${file}:${location.start.line} ${mutatorName}: ${line}\n    => ${(replacement ?? '').replaceAll(/\s+/g, ' ')}`,
    );
  }
  const count = (states) => mutants.filter(({ status }) => states.includes(status)).length;
  return { name, noticed: count(NOTICED), missed: count(MISSED) };
}
