// The environment of every test file. Its options come from the project in jest.config.mjs:
// `database` ('sqlite' or 'postgres') becomes the global TEST_DATABASE, `needs` names servers without which all tests are skipped, and
// `compilesProduct` is set for mutation tests, which do not use the build.
import asyncHooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import { assertApiEvent, withContract } from './api-contract.mjs';
import * as replicas from './replicas.mjs';

/** Variable that global-setup.mjs sets when the server is reachable, by server name. */
const FOUND_BY = { PostgreSQL: 'TEST_DATABASE_ON_POSTGRES', Chromium: 'TEST_CHROMIUM' };

/**
 * Globals that the sandbox shares with native code (native-modules.transformer.mjs): `instanceof` holds across the border, and so does the type
 * metadata of decorated classes.
 */
const SHARED_WITH_NATIVE_CODE = [
  'Reflect',
  'Object',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'AggregateError',
  'Date',
  'Map',
  'Set',
  'Promise',
];

const require = createRequire(import.meta.url);

/** The async storages that were made while a test file ran. */
const storages = new Set();

/** A storage that the end of a test file can switch off. `run` switches it on again. */
class ListedAsyncLocalStorage extends asyncHooks.AsyncLocalStorage {
  constructor(...options) {
    super(...options);
    storages.add(this);
  }
}
// The packages of Jest require this module anew for every test file. Node 24, which lets nobody replace the class, does not enter promises
// in storages.
if (Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage').writable)
  asyncHooks.AsyncLocalStorage = ListedAsyncLocalStorage;

export default class TestEnvironment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    const { database = 'sqlite', needs = [], compilesProduct = false } = config.projectConfig.testEnvironmentOptions;
    this.global.TEST_DATABASE = database;
    this.global.requireNatively = require;
    this.global.fetch = withContract(this.global.fetch);
    this.global.assertApiEvent = assertApiEvent;
    this.global.testReplicas = replicas;
    for (const name of SHARED_WITH_NATIVE_CODE) this.global[name] = globalThis[name];
    // Fake timers are for the product's code, which does not run in the sandbox unless it is compiled there.
    if (!compilesProduct)
      this.fakeTimersModern = new ModernFakeTimers({ config: config.projectConfig, global: globalThis });
    this.isMissingServer = needs.some((server) => !process.env[FOUND_BY[server]]);
  }

  async teardown() {
    // Jest makes a storage for every file and never ends it, and each promise of the process is entered in every storage: the last files
    // of a worker would take twice as long.
    for (const storage of storages) storage.disable();
    storages.clear();
    await super.teardown();
  }

  handleTestEvent({ name }, { rootDescribeBlock }) {
    if (name === 'run_start' && this.isMissingServer) skip(rootDescribeBlock);
  }
}

function skip(block) {
  block.mode = 'skip';
  for (const child of block.children) {
    if (child.type === 'describeBlock') skip(child);
    else child.mode = 'skip';
  }
}
