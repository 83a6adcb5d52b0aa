// Jest for mutation tests: the product's modules are compiled in the sandbox, where Stryker switches the changes on.
import { createProject } from '../../../jest.config.mjs';
import { PARTS } from './parts.mjs';

export default {
  ...createProject('mutation', []),
  rootDir: process.cwd(),
  testMatch: PARTS[process.env.MUTATION_PART ?? 'merge'].tests,
  // Stryker resolves this path itself, so it cannot contain <rootDir>.
  testEnvironment: './test/support/jest/environment.mjs',
  testEnvironmentOptions: { compilesProduct: true },
  setupFiles: ['<rootDir>/test/support/mutation/setup.mjs'],
  // A change that keeps a test waiting shall fail it soon.
  testTimeout: 10_000,
};
