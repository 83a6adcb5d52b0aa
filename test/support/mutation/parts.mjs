// What `npm run test:mutation` changes, part by part, and the tests that must notice it. A part is small so that each change runs few tests.
const specs = (...paths) => paths.map((path) => `<rootDir>/src/${path}.spec.ts`);

/**
 * By name: the changed files, without those that a `!` excludes, and the test files. The tests use the build with only the changed files in its
 * place, unless `compilesAll` is set: then they use no build, as services get a changed file from a module that imports it.
 */
export const PARTS = {
  calendar: { mutate: ['src/domain/calendar/*.ts'], tests: specs('domain/calendar/*') },
  merge: { mutate: ['src/domain/merge.ts'], tests: specs('domain/merge') },
  figures: {
    mutate: ['src/domain/*.ts', '!src/domain/merge.ts', '!src/domain/index.ts', '!src/domain/*.dto.ts'],
    tests: specs('domain/*'),
  },
  // Stryker makes invalid expressions of Unicode classes, and then no test file loads.
  text: { mutate: ['src/domain/text/*.ts'], tests: specs('domain/text/*'), excludedMutations: ['Regex'] },
  validation: { mutate: ['src/upstream/validation/*.ts'], tests: specs('upstream/validation/*') },
  limiter: { mutate: ['src/upstream/limiter/*.ts'], tests: specs('upstream/limiter/*') },
  leases: {
    mutate: ['src/sync/execution/item-lease.repository.ts'],
    tests: specs('sync/execution/item-lease.repository'),
  },
  throttle: { mutate: ['src/auth/login/login-throttle.ts'], tests: specs('auth/login/login-throttle') },
  retention: {
    mutate: ['src/operations/retention/retention*.ts', '!src/operations/retention/*.module.ts'],
    tests: specs('operations/retention/*'),
  },
  guards: {
    mutate: ['src/auth/access/{auth.guard,roles,access,same-origin}.ts'],
    tests: specs('auth/access/*'),
    compilesAll: true,
  },
};
