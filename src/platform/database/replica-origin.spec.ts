import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, TestReplica } from '../../../test/support/test-replica.js';
import { DEMO_UPSTREAM, ReplicaOrigin } from './replica-origin.js';

const REAL = 'https://stats.example.com/';
const MOVED = 'https://new.example.com/';

let folder: ReturnType<typeof temporaryFolder>;
let replica: TestReplica;

/** Closes the replica and opens it again; returns its origin. */
async function restarted(): Promise<ReplicaOrigin> {
  await replica.close();
  replica = await TestReplica.open({ folder: folder.path });
  return replica.get(ReplicaOrigin);
}

beforeEach(async () => {
  folder = temporaryFolder();
  replica = await TestReplica.open({ folder: folder.path });
});

afterEach(async () => {
  await replica.close();
  folder.discard();
});

describe('ReplicaOrigin', () => {
  it('is not the demo before it is bound', () => {
    expect(replica.get(ReplicaOrigin).isDemo).toBe(false);
  });

  it('keeps the first upstream over restarts', async () => {
    await replica.get(ReplicaOrigin).bind(REAL);
    await replica.get(ReplicaOrigin).bind(REAL);
    const origin = await restarted();
    expect(origin.isDemo).toBe(false);
    await origin.bind(REAL);
    await expect(origin.bind(MOVED)).rejects.toMatchObject({ code: 'other_upstream' });
  });

  it('rejects another address at every attempt and names the two remedies', async () => {
    await replica.get(ReplicaOrigin).bind(REAL);
    const origin = await restarted();
    for (let at = 0; at < 2; at++) {
      await expect(origin.bind(MOVED)).rejects.toMatchObject({
        code: 'other_upstream',
        message: expect.stringMatching(
          `This replica copies ${REAL}, not ${MOVED}.*DATABASE_URL.*cli upstream:moved --from ${REAL} --to ${MOVED}`,
        ) as unknown,
      });
    }
    await origin.bind(REAL);
  });

  it.each([
    [DEMO_UPSTREAM, REAL, 'This replica copies the built-in demo upstream, not https://stats.example.com/.'],
    [REAL, DEMO_UPSTREAM, 'This replica copies https://stats.example.com/, not the built-in demo upstream.'],
  ])('never lets demo and real numbers share a file: %s, then %s', async (first, second, message) => {
    await replica.get(ReplicaOrigin).bind(first);
    const origin = await restarted();
    expect(origin.isDemo).toBe(first === DEMO_UPSTREAM);
    const errorText = await origin.bind(second).catch((error: unknown) => String(error));
    expect(errorText).toContain(message);
    expect(errorText).toContain('Set DATABASE_URL to another one');
    expect(errorText).not.toContain('upstream:moved');
    expect(origin.isDemo).toBe(first === DEMO_UPSTREAM);
  });

  it('binds to the new address of an upstream that moved', async () => {
    await replica.get(ReplicaOrigin).bind(REAL);
    await replica.get(ReplicaOrigin).rebind(REAL, MOVED);
    const origin = await restarted();
    await origin.bind(MOVED);
    await expect(origin.bind(REAL)).rejects.toMatchObject({ code: 'other_upstream' });
  });

  it.each([
    [REAL, MOVED, 'does not copy'],
    [DEMO_UPSTREAM, REAL, 'Demo data'],
    [REAL, DEMO_UPSTREAM, 'Demo data'],
  ])('does not move from %s to %s when it copies something else', async (from, to, message) => {
    await replica.get(ReplicaOrigin).bind(DEMO_UPSTREAM);
    await expect(replica.get(ReplicaOrigin).rebind(from, to)).rejects.toThrow(message);
    await (await restarted()).bind(DEMO_UPSTREAM);
  });
});
