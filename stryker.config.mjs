// Mutation tests of one part, which MUTATION_PART names: `npm run test:mutation -- PART`.
import { PARTS } from './test/support/mutation/parts.mjs';

const name = process.env.MUTATION_PART ?? 'merge';
const part = PARTS[name];
if (!part) throw new Error(`MUTATION_PART must be one of ${Object.keys(PARTS).join(', ')}`);

export default {
  mutate: [...part.mutate, '!src/**/*.spec.ts'],
  mutator: { excludedMutations: part.excludedMutations ?? [] },
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'test/support/mutation/jest.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  // A busy machine may take long; what loops for ever is ended by the number of its rounds.
  timeoutMS: 30_000,
  ignorePatterns: [
    // Without a build, Jest compiles all sources (test/support/jest/native-modules.transformer.mjs).
    part.compilesAll ? '/dist*' : '/dist.*',
    ...['/docs', '/bench', '/deploy', '/data', '/reports', '/backups', '/coverage'],
  ],
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
};
