import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartedRun } from '../../src/sync/planning/sync.service.js';
import type { Child } from '../support/child.js';
import { randomNumbers } from './random-numbers.js';
import { CRASH_TIMEOUT, ROUNDS, SEED } from './rounds.js';
import { CLIENTS, CrashHarness, DAYS, haveSameDays, type DaysAsText } from './crash-harness.js';

const KINDS = [{ full: true }, {}, { daysBack: DAYS }];

describe(`kill -9 at random, ${ROUNDS} rounds, seed ${SEED}`, () => {
  let harness: CrashHarness;
  const random = randomNumbers(SEED);
  let running: Child | null = null;
  let kills = 0;
  let cells = 0;

  beforeAll(async () => {
    harness = await CrashHarness.create(random);
  });

  afterAll(async () => {
    running?.process.kill('SIGKILL');
    await harness.close();
    process.stderr.write(
      `crash harness: seed ${SEED}, ${ROUNDS} rounds, ${kills} kills, ${cells} cells compared, none wrong\n`,
    );
  });

  it(
    'leaves each client fully old or fully new, resumes under the same id, and counts nothing twice',
    async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        const before = harness.readReplica();
        const first = before.get(0)?.size === 0;
        harness.version++;
        let { child, url } = await harness.start();
        running = child;
        const { status, body } = await harness.call<StartedRun>(url, 'POST', '/sync', KINDS[round % KINDS.length]);
        expect(status).toBe(202);

        for (let left = 1 + random(2); left > 0; left--) {
          await harness.waitForCallsOrEnd(url, body.id, 1 + random(CLIENTS));
          await harness.waitRandomTurns();
          child.process.kill('SIGKILL');
          expect(await child.exited).toBe('SIGKILL');
          kills++;
          cells += compare(harness, before);
          ({ child, url } = await harness.start());
          running = child;
        }

        const run = await harness.waitForCallsOrEnd(url, body.id, Infinity);
        const changed = changedRows(before, harness);
        expect(run).toMatchObject({
          status: 'completed',
          items: { done: CLIENTS },
          counts: {
            inserted: first ? CLIENTS * DAYS : 0,
            updated: first ? 0 : changed,
            unchanged: first ? 0 : CLIENTS * DAYS - changed,
            missingUpstream: 0,
            quarantined: 0,
          },
        });
        child.process.kill('SIGTERM');
        expect(await child.exited).toBe(0);
        for (const [index, held] of harness.readReplica())
          expect(haveSameDays(held, harness.expectedDays(index, harness.version))).toBe(true);
        cells += CLIENTS * DAYS * 14;
      }
    },
    CRASH_TIMEOUT,
  );
});

/** Expects each client fully at the old version or fully at the new one. Returns the number of compared cells. */
function compare(harness: CrashHarness, before: ReadonlyMap<number, DaysAsText>): number {
  const held = harness.readReplica();
  for (const [index, days] of held) {
    const old = haveSameDays(days, before.get(index) ?? new Map());
    if (!old && !haveSameDays(days, harness.expectedDays(index, harness.version))) {
      throw new Error(`client ${index} is neither old nor new`);
    }
  }
  return CLIENTS * DAYS * 14;
}

function changedRows(before: ReadonlyMap<number, DaysAsText>, harness: CrashHarness): number {
  let changed = 0;
  for (const [index, days] of before) {
    for (const [day, values] of harness.expectedDays(index, harness.version)) if (days.get(day) !== values) changed++;
  }
  return changed;
}
