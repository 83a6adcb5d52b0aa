// One project a kind of test; `npm test -- --selectProjects unit e2e-sqlite` runs some. The database is a setting of the project.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const swc = (parser) => [
  '<rootDir>/test/support/jest/native-modules.transformer.mjs',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true, ...parser },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/** Files of test/ that run once, on SQLite or on databases of their own, and why. */
const NOT_ON_POSTGRES = {
  'test/e2e/backup.spec.ts': 'copies of the SQLite file; on PostgreSQL the server backs up',
  'test/e2e/cli.spec.ts': 'each command opens a SQLite file that the test names',
  'test/e2e/cli-data.spec.ts': 'backups and restores of the SQLite file',
  'test/e2e/cli-collect.spec.ts': 'reads the lock file beside the SQLite file',
  'test/e2e/containers.spec.ts': 'reads compose.yaml and starts what it says, databases included',
  'test/e2e/delivery-api.spec.ts': 'the companion API reads MySQL; the replica does not matter',
  'test/e2e/mysql-tls.spec.ts': 'the connection to MySQL; the replica does not matter',
  'test/e2e/delivery-api-limits.spec.ts': 'the companion API has no replica',
  'test/e2e/dashboard.spec.ts':
    'what the page shows of numbers that leaderboard.spec and client-page.spec read from both databases',
  'test/e2e/examples.spec.ts': 'programs of the docs call one server; the database does not matter',
  'test/e2e/legacy-routes.spec.ts': 'old addresses of what sync.spec and collection.spec do on both databases',
  'test/e2e/migrate-database.spec.ts': 'copies from SQLite to PostgreSQL, so it needs both',
  'test/e2e/mysql.spec.ts': 'copies from MySQL; the database of the replica does not matter',
  'test/e2e/process-faults.spec.ts': 'a full disk, a read-only file and a frozen writer of the SQLite file',
  'test/e2e/prometheus.spec.ts': 'reads files of deploy/ and the metrics of the disk with the SQLite file',
  'test/e2e/reverse-proxies.spec.ts': 'starts PgBouncer before a database of its own',
  'test/e2e/shapes.spec.ts': 'starts every combination of databases itself',
  'test/faults/rate-limit.spec.ts':
    'pauses of the upstream; odd-responses.spec and sync.spec copy after faults on both databases',
  'test/faults/redis.spec.ts': 'faults of Redis; the database does not matter',
  'test/faults/server-errors.spec.ts': 'errors of the upstream; see rate-limit.spec',
  'test/faults/time-and-size.spec.ts': 'slow and large responses of the upstream; see rate-limit.spec',
};

/** Files that this version of Node cannot run, and why. `npm run test:node` runs them on the versions that can. */
const NOT_ON_THIS_NODE = process.allowedNodeEnvironmentFlags.has('--use-env-proxy')
  ? {}
  : { 'test/e2e/proxy.spec.ts': 'Node 20 knows no proxies' };

/** Files that run on PostgreSQL only, and why. */
const ONLY_ON_POSTGRES = {
  'test/e2e/workers.spec.ts': 'two servers share a replica, which SQLite does not allow',
};

/** Unit tests that run SQL of both dialects: once more with the suites on PostgreSQL. */
const UNITS_ON_POSTGRES = [
  'src/stats/cache/prefix-sums.cache.spec.ts',
  'src/stats/store/stat-writer.spec.ts',
  'src/sync/execution/item-lease.repository.spec.ts',
];

for (const file of [...Object.keys({ ...NOT_ON_POSTGRES, ...ONLY_ON_POSTGRES }), ...UNITS_ON_POSTGRES]) {
  if (!existsSync(new URL(file, import.meta.url)))
    throw new Error(`jest.config.mjs names ${file}, which does not exist`);
}

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const patternsOf = (files) => files.map((file) => `^${root}/${file}$`.replaceAll('.', '\\.'));

/** Returns a project of these test files. */
export const createProject = (displayName, testMatch, { ignore = {}, ...testEnvironmentOptions } = {}) => ({
  displayName,
  // The same id gives all projects one cache of transformed modules.
  id: 'delivery-stats',
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  testPathIgnorePatterns: ['/node_modules/', ...patternsOf(Object.keys(ignore))],
  testEnvironment: '<rootDir>/test/support/jest/environment.mjs',
  testEnvironmentOptions,
  roots: ['<rootDir>/src', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx$': swc({ tsx: true }), '^.+\\.[cm]?[jt]s$': swc({}) },
  transformIgnorePatterns: ['/test/support/jest/'],
});

const onSqlite = { database: 'sqlite', ignore: { ...ONLY_ON_POSTGRES, ...NOT_ON_THIS_NODE } };
const onPostgres = { database: 'postgres', needs: ['PostgreSQL'], ignore: { ...NOT_ON_POSTGRES, ...NOT_ON_THIS_NODE } };

export default {
  projects: [
    createProject('unit', ['src/**/*.spec.ts']),
    createProject('e2e-sqlite', ['test/e2e/*.spec.ts'], onSqlite),
    createProject('e2e-postgres', ['test/e2e/*.spec.ts', ...UNITS_ON_POSTGRES], onPostgres),
    createProject('faults-sqlite', ['test/faults/*.spec.ts'], onSqlite),
    createProject('faults-postgres', ['test/faults/*.spec.ts'], onPostgres),
    createProject('recovery', ['test/recovery/*.spec.ts']),
    createProject('browser', ['test/browser/*.spec.ts'], { needs: ['Chromium'] }),
  ],
  globalSetup: '<rootDir>/test/support/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/jest/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/jest/skip-reporter.mjs'],
  testSequencer: '<rootDir>/test/support/jest/longest-first.sequencer.mjs',
  // Tests of pauses, time limits and child processes wait more than they compute: more workers than cores.
  maxWorkers: availableParallelism() * 2,
  // Modules of every test file stay in a worker's memory until it ends.
  workerIdleMemoryLimit: '1GB',
  // Tests await events, so this only ends what hangs; a busy machine may take long.
  testTimeout: 180_000,
};
