// Prints the skipped tests and the reasons at the end of a run. With CI=true a skipped test fails the run.
import { MISSING_SERVERS } from './global-setup.mjs';

const MAX_LISTED_FILES = 10;

export default class SkipReporter {
  constructor(globalConfig) {
    this.isFiltered = Boolean(globalConfig.testNamePattern);
    this.rootDir = globalConfig.rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    // With -t Jest skips all other tests on purpose.
    if (this.isFiltered) return;
    const files = testResults
      .map(({ testFilePath, displayName, testResults: tests }) => ({
        name: `${displayName?.name ?? ''} ${testFilePath.slice(this.rootDir.length + 1)}`.trim(),
        count: tests.filter(({ status }) => status === 'pending' || status === 'todo').length,
      }))
      .filter(({ count }) => count > 0);
    if (files.length === 0) return;
    const total = files.reduce((sum, { count }) => sum + count, 0);
    const listed = files.slice(0, MAX_LISTED_FILES).map(({ name, count }) => `  ${count} of ${name}`);
    if (files.length > MAX_LISTED_FILES) listed.push(`  and those of ${files.length - MAX_LISTED_FILES} more files`);
    const lines = [
      `\nSKIPPED: ${total} tests were not run.`,
      ...listed,
      ...MISSING_SERVERS.map((reason) => `  ${reason}`),
    ];
    // Jest writes its own summary after all other reporters.
    process.once('exit', () => process.stderr.write(`${lines.join('\n')}\n`));
    if (process.env.CI === 'true') this.error = new Error(`${total} tests were skipped, and CI=true allows none`);
  }

  getLastError() {
    return this.error;
  }
}
