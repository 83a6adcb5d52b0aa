import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomNumbers } from './random-numbers.js';
import { CRASH_TIMEOUT, ROUNDS, SEED } from './rounds.js';
import { listMarkedProcesses } from '../../src/delivery-api/collection/state.js';
import { DeliveryApiProcess } from '../support/delivery-api.js';
import { describeOnMysql, MysqlTestDatabase } from '../support/mysql.js';
import { temporaryFolder } from '../support/test-replica.js';

interface Status {
  readonly isRunning: boolean;
  readonly lastRun: string | null;
  readonly lastResult: { readonly success: boolean | null; readonly error: string | null } | null;
}

/** The script never changes a row, so that no outcome of it may be a success. It notes when it begins and ends. */
const SCRIPT = (events: string) => `
const { appendFileSync } = require('node:fs');
const note = (what) => appendFileSync(${JSON.stringify(events)}, what + ' ' + process.pid + '\\n');
note('begin');
setTimeout(() => { note('end'); process.exit(0); }, 150);
`;

describeOnMysql(`kill -9 of the companion API and of its runner, ${ROUNDS} rounds, seed ${SEED}`, () => {
  const random = randomNumbers(SEED);
  let database: MysqlTestDatabase;
  let folder: ReturnType<typeof temporaryFolder>;
  let api: DeliveryApiProcess;

  const start = () =>
    DeliveryApiProcess.start({
      DELIVERY_STATS_MYSQL_URL: database.url(),
      COLLECT_COMMAND: JSON.stringify([process.execPath, join(folder.path, 'collect.cjs')]),
      COLLECT_STATE_DIR: join(folder.path, 'state'),
    });
  const status = async () => (await api.call('GET', '/api/v1/collectionStatus')).body as Status;
  const lock = join('state', 'lock.json');
  const events = () => readFileSync(join(folder.path, 'events'), 'utf8').trim().split('\n');

  beforeAll(async () => {
    database = await MysqlTestDatabase.create();
    folder = temporaryFolder();
    await database.insert(1, 'Warung', [{ stat_date: '2026-11-20', grab_sales: '1.00' }]);
    appendFileSync(join(folder.path, 'events'), '');
    writeFileSync(join(folder.path, 'collect.cjs'), SCRIPT(join(folder.path, 'events')));
    api = await start();
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
    folder.discard();
  });

  it(
    'never runs two scripts at once and never reports a success that did not happen',
    async () => {
      let kills = 0;
      for (let round = 1; round <= ROUNDS; round++) {
        if (round % 5 === 0) {
          await api.stop('SIGKILL');
          api = await start();
        }
        const { status: code } = await api.call('POST', '/api/v1/triggerCollection');
        expect([200, 409, 429]).toContain(code);
        await pause(random(400));
        const target = random(3);
        if (target !== 1) {
          kills++;
          await api.stop('SIGKILL');
        }
        if (target !== 0) kills += killRunner(join(folder.path, lock));
        if (target !== 1) api = await start();
        // Somebody asks at once, while the script of the dead runner may go on.
        await api.call('POST', '/api/v1/triggerCollection');
        let now = await status();
        while (now.isRunning) {
          await pause(20);
          now = await status();
        }
        expect(['unchanged', 'unknown', 'failed', undefined]).toContain(now.lastResult?.error);
        expect(now.lastResult?.success ?? null).not.toBe(true);
      }
      expect(findOverlap(events())).toBeNull();
      process.stderr.write(
        `companion API: seed ${SEED}, ${ROUNDS} rounds, ${kills} kills, ${events().length} events\n`,
      );
    },
    CRASH_TIMEOUT,
  );
});

/** Kills the runner of the collection that holds the lock, and not its script. Returns the number of kills. */
function killRunner(file: string): number {
  if (!existsSync(file)) return 0;
  let killed = 0;
  const { id } = JSON.parse(readFileSync(file, 'utf8')) as { id: string };
  for (const pid of listMarkedProcesses(id)) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('run-collection')) continue;
      process.kill(pid, 'SIGKILL');
      killed++;
    } catch {
      // It has ended.
    }
  }
  return killed;
}

/** Returns the first two scripts that ran at once; null when none did. */
function findOverlap(lines: readonly string[]): string | null {
  let running: string | null = null;
  for (const line of lines) {
    const [what, pid = ''] = line.split(' ');
    if (what === 'begin' ? running !== null : running !== pid) return `${line}, while ${running} ran`;
    running = what === 'begin' ? pid : null;
  }
  return running === null ? null : `${running} did not end`;
}
