import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import type { StartedRun } from '../../src/sync/planning/sync.service.js';
import { CLIENTS, CrashHarness, DAYS, readPostgresReplica, haveSameDays, type DaysAsText } from './crash-harness.js';
import { randomNumbers } from './random-numbers.js';
import { CRASH_TIMEOUT, ROUNDS, SEED } from './rounds.js';
import type { Child } from '../support/child.js';
import { describeOnPostgres, temporarySchema } from '../support/postgres.js';
import { describeWithRedisServer, RedisProcess } from '../support/redis-process.js';

const FLEET = ['web', 'web', 'worker', 'worker', 'worker'] as const;
const SECRET = 'one secret for all of the processes';

const servers = describeOnPostgres === describe ? describeWithRedisServer : describeOnPostgres;

interface Member {
  readonly role: (typeof FLEET)[number];
  child: Child;
  url: string;
}

servers(`two web and three worker processes, killed and frozen at random, ${ROUNDS} rounds, seed ${SEED}`, () => {
  const random = randomNumbers(SEED);
  const fleet: Member[] = [];
  let harness: CrashHarness;
  let redis: RedisProcess;
  let databaseUrl: string;
  let frozen: Member | null = null;
  let kills = 0;
  let freezes = 0;
  let cells = 0;

  beforeAll(async () => {
    redis = await RedisProcess.create();
    await redis.start();
    databaseUrl = await temporarySchema();
    harness = await CrashHarness.create(random, { DATABASE_URL: databaseUrl });
    for (const role of FLEET) fleet.push({ role, ...(await start(role)) });
  }, CRASH_TIMEOUT);

  afterAll(async () => {
    for (const { child } of fleet) {
      child.process.kill('SIGKILL');
      await child.exited;
    }
    await harness.close();
    await redis.kill();
    process.stderr.write(
      `scaled crash harness: seed ${SEED}, ${ROUNDS} rounds, ${kills} kills, ${freezes} freezes, ${cells} cells compared, none wrong\n`,
    );
  });

  const start = (role: Member['role']) =>
    harness.start({ APP_ROLE: role, REDIS_URL: redis.url, SESSION_SECRET: SECRET });

  /** Returns the address of a web process that responds. */
  const web = () => fleet.find((member) => member.role === 'web' && member !== frozen)?.url ?? '';

  async function kill(member: Member): Promise<void> {
    member.child.process.kill('SIGKILL');
    await member.child.exited;
    kills++;
    Object.assign(member, await start(member.role));
  }

  function freeze(member: Member): void {
    frozen = member;
    freezes++;
    member.child.process.kill('SIGSTOP');
  }

  function thaw(): void {
    frozen?.child.process.kill('SIGCONT');
    frozen = null;
  }

  async function harm(): Promise<void> {
    const member = fleet[random(fleet.length)];
    if (!member || member === frozen) return;
    if (frozen || random(3) > 0) await kill(member);
    else freeze(member);
  }

  it(
    'copy every restaurant once, with every cell as upstream has it',
    async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        const before = await readPostgresReplica(databaseUrl);
        harness.version++;
        const { status, body } = await harness.call<StartedRun>(web(), 'POST', '/sync', { full: true });
        expect({ status, created: body.created }).toEqual({ status: 202, created: true });
        for (let left = 1 + random(3); left > 0; left--) {
          await harness.waitForCallsOrEnd(web(), body.id, 1 + random(CLIENTS / 2));
          await harm();
        }
        const run = await harness.waitForCallsOrEnd(web(), body.id, Infinity);
        thaw();
        expectWhole(run, before);
        const held = await readPostgresReplica(databaseUrl);
        for (const [index, days] of held)
          expect(haveSameDays(days, harness.expectedDays(index, harness.version))).toBe(true);
        cells += CLIENTS * DAYS * 14;
      }
      for (const { child } of fleet) child.process.kill('SIGTERM');
      for (const { child } of fleet) expect(await child.exited).toBe(0);
    },
    CRASH_TIMEOUT,
  );

  /** Expects that every item counts once: changed days as written, the others as unchanged. */
  function expectWhole(run: RunDto, before: ReadonlyMap<number, DaysAsText>): void {
    let inserted = 0;
    let updated = 0;
    for (const [index, days] of before) {
      for (const [day, values] of harness.expectedDays(index, harness.version)) {
        if (!days.has(day)) inserted++;
        else if (days.get(day) !== values) updated++;
      }
    }
    expect(run).toMatchObject({
      status: 'completed',
      items: { done: CLIENTS },
      counts: { inserted, updated, unchanged: CLIENTS * DAYS - inserted - updated, missingUpstream: 0, quarantined: 0 },
    });
  }
});
