import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder, TestReplica } from '../../test/support/test-replica.js';
import { DEMO_UPSTREAM, UpstreamMemory } from './upstream-memory.js';

const REAL = 'https://stats.example.com/';
const MOVED = 'https://new.example.com/';

let folder: ReturnType<typeof temporaryFolder>;
let replica: TestReplica;

/** Closes the replica and opens it again; answers its memory. */
async function restarted(): Promise<UpstreamMemory> {
  await replica.close();
  replica = await TestReplica.open({ folder: folder.path });
  return replica.get(UpstreamMemory);
}

beforeEach(async () => {
  folder = temporaryFolder();
  replica = await TestReplica.open({ folder: folder.path });
});

afterEach(async () => {
  await replica.close();
  folder.discard();
});

describe('the memory of the upstream', () => {
  it('is empty at first', () => {
    expect(replica.get(UpstreamMemory).demo).toBe(false);
  });

  it('keeps the first upstream over restarts', async () => {
    await replica.get(UpstreamMemory).claim(REAL);
    await replica.get(UpstreamMemory).claim(REAL);
    const memory = await restarted();
    expect(memory.demo).toBe(false);
    await memory.claim(REAL);
    await expect(memory.claim(MOVED)).rejects.toMatchObject({ code: 'other_upstream' });
  });

  it('refuses another address with the two ways out, as often as it is tried', async () => {
    await replica.get(UpstreamMemory).claim(REAL);
    const memory = await restarted();
    for (let at = 0; at < 2; at++) {
      await expect(memory.claim(MOVED)).rejects.toMatchObject({
        code: 'other_upstream',
        message: expect.stringMatching(
          `This replica copies ${REAL}, not ${MOVED}.*DATABASE_URL.*cli upstream:moved --from ${REAL} --to ${MOVED}`,
        ) as unknown,
      });
    }
    await memory.claim(REAL);
  });

  it.each([
    [DEMO_UPSTREAM, REAL, 'This replica copies the built-in demo upstream, not https://stats.example.com/.'],
    [REAL, DEMO_UPSTREAM, 'This replica copies https://stats.example.com/, not the built-in demo upstream.'],
  ])('never lets demo and real numbers share a file: %s, then %s', async (first, second, message) => {
    await replica.get(UpstreamMemory).claim(first);
    const memory = await restarted();
    expect(memory.demo).toBe(first === DEMO_UPSTREAM);
    const refusal = await memory.claim(second).catch((error: unknown) => String(error));
    expect(refusal).toContain(message);
    expect(refusal).toContain('Set DATABASE_URL to another one');
    expect(refusal).not.toContain('upstream:moved');
    expect(memory.demo).toBe(first === DEMO_UPSTREAM);
  });

  it('follows an upstream that moved', async () => {
    await replica.get(UpstreamMemory).claim(REAL);
    await replica.get(UpstreamMemory).moved(REAL, MOVED);
    const memory = await restarted();
    await memory.claim(MOVED);
    await expect(memory.claim(REAL)).rejects.toMatchObject({ code: 'other_upstream' });
  });

  it.each([
    [REAL, MOVED, 'does not copy'],
    [DEMO_UPSTREAM, REAL, 'Demo data'],
    [REAL, DEMO_UPSTREAM, 'Demo data'],
  ])('does not move from %s to %s when it copies something else', async (from, to, message) => {
    await replica.get(UpstreamMemory).claim(DEMO_UPSTREAM);
    await expect(replica.get(UpstreamMemory).moved(from, to)).rejects.toThrow(message);
    await (await restarted()).claim(DEMO_UPSTREAM);
  });
});
