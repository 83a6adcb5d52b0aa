import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartedRun } from '../src/sync/sync.service.js';
import type { Child } from './support/child.js';
import { randoms } from './crash/randoms.js';
import { CRASH_TIMEOUT, ROUNDS, SEED } from './crash/rounds.js';
import { CLIENTS, CrashWorld, DAYS, same, type Held } from './crash/world.js';

const KINDS = [{ full: true }, {}, { daysBack: DAYS }];

describe(`kill -9 at random, ${ROUNDS} rounds, seed ${SEED}`, () => {
  let world: CrashWorld;
  const random = randoms(SEED);
  let running: Child | null = null;
  let kills = 0;
  let cells = 0;

  beforeAll(async () => {
    world = await CrashWorld.create(random);
  });

  afterAll(async () => {
    running?.process.kill('SIGKILL');
    await world.close();
    process.stderr.write(
      `crash harness: seed ${SEED}, ${ROUNDS} rounds, ${kills} kills, ${cells} cells compared, none wrong\n`,
    );
  });

  it(
    'leaves every client old or new, resumes under the same id, and counts nothing twice',
    async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        const before = world.held();
        const first = before.get(0)?.size === 0;
        world.version++;
        let { child, url } = await world.start();
        running = child;
        const { status, body } = await world.call<StartedRun>(url, 'POST', '/sync', KINDS[round % KINDS.length]);
        expect(status).toBe(202);

        for (let left = 1 + random(2); left > 0; left--) {
          await world.callsOrEnd(url, body.id, 1 + random(CLIENTS));
          await world.someTurns();
          child.process.kill('SIGKILL');
          expect(await child.exited).toBe('SIGKILL');
          kills++;
          cells += compare(world, before);
          ({ child, url } = await world.start());
          running = child;
        }

        const run = await world.callsOrEnd(url, body.id, Infinity);
        const changed = changedRows(before, world);
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
        for (const [index, held] of world.held()) expect(same(held, world.expected(index, world.version))).toBe(true);
        cells += CLIENTS * DAYS * 14;
      }
    },
    CRASH_TIMEOUT,
  );
});

/** Each client is wholly what it was, or wholly what upstream has now. Answers how many cells were looked at. */
function compare(world: CrashWorld, before: ReadonlyMap<number, Held>): number {
  const held = world.held();
  for (const [index, days] of held) {
    const old = same(days, before.get(index) ?? new Map());
    if (!old && !same(days, world.expected(index, world.version))) {
      throw new Error(`client ${index} is neither old nor new`);
    }
  }
  return CLIENTS * DAYS * 14;
}

function changedRows(before: ReadonlyMap<number, Held>, world: CrashWorld): number {
  let changed = 0;
  for (const [index, days] of before) {
    for (const [day, values] of world.expected(index, world.version)) if (days.get(day) !== values) changed++;
  }
  return changed;
}
