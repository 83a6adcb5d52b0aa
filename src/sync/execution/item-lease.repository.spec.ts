import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ItemLeaseRepository, LeaseLostError, type ItemLease } from './item-lease.repository.js';
import { RunRepository, type ItemOutcome } from '../runs/run.repository.js';
import { toDay } from '../../domain/index.js';
import { ProcessIdentity } from '../../platform/config/index.js';
import { TestReplica } from '../../../test/support/test-replica.js';
import { TestClock } from '../../../test/support/create-test-app.js';

const START = Date.parse('2026-11-22T01:00:00.000Z');
const DONE = { status: 'done', attempts: 1, code: null, message: null } as const;
const WINDOW = { from: toDay('2026-11-20'), to: toDay('2026-11-21') };

let clock: TestClock;
let replica: TestReplica;
/** The leases as this process and as another one see them. */
let leases: ItemLeaseRepository;
let otherProcess: ItemLeaseRepository;
let clientIds: number[];
/** The two items of the run. */
let itemId: number;
let secondId: number;

beforeAll(async () => {
  clock = TestClock.at(new Date(START).toISOString());
  replica = await TestReplica.open({ clock });
  const leasesOf = (identity: ProcessIdentity) =>
    new ItemLeaseRepository(replica.database, replica.get(RunRepository), clock, identity);
  leases = leasesOf(new ProcessIdentity());
  otherProcess = leasesOf(new ProcessIdentity());
  clientIds = [await replica.addClient('Warung'), await replica.addClient('Kedai')];
});

afterAll(() => replica.close());

beforeEach(async () => {
  at(0);
  const run = { kind: 'full', trigger: 'manual', actor: null, exact: true, coversAllClients: true } as const;
  const items = clientIds.map((clientId) => ({ clientId, window: WINDOW }));
  await replica.database.write(async (tx) => {
    await tx.query('DELETE FROM sync_run');
    await replica.get(RunRepository).plan(tx, { ...run, scheduledFor: null, items });
  });
  const planned = await replica.rows<{ id: number }>('SELECT id FROM sync_item ORDER BY id');
  [itemId, secondId] = planned.map(({ id }) => id) as [number, number];
});

const at = (ms: number) => clock.set(new Date(START + ms).toISOString());
const finish = (lease: ItemLease, outcome: ItemOutcome = DONE) =>
  replica.database.write((tx) => leases.finish(tx, lease, outcome));
const releaseExpired = () => replica.database.write((tx) => leases.releaseExpired(tx));
const status = async (id = itemId) =>
  (await replica.rows<{ status: string }>('SELECT status FROM sync_item WHERE id = ?', [id]))[0]?.status;
const runStatus = async () => (await replica.rows<{ status: string }>('SELECT status FROM sync_run'))[0]?.status;

async function acquire(id = itemId, by = leases): Promise<ItemLease> {
  const lease = await by.acquire(id);
  if (!lease) throw new Error('The item is not available');
  return lease;
}

describe('a lease on an item', () => {
  it('says what to fetch', async () => {
    expect(await acquire()).toEqual({
      itemId,
      runId: expect.any(Number),
      clientId: clientIds[0],
      upstreamName: 'Warung',
      upstreamId: null,
      window: WINDOW,
      exact: true,
      fence: 1,
    });
  });

  it('starts the run when it is the first', async () => {
    expect(await runStatus()).toBe('queued');
    await acquire();
    at(5_000);
    await acquire(secondId);
    expect(await replica.rows('SELECT status, started_at FROM sync_run')).toEqual([
      { status: 'running', started_at: '2026-11-22T01:00:00.000Z' },
    ]);
  });

  it('is exclusive', async () => {
    await acquire();
    expect(await leases.acquire(itemId)).toBeNull();
    expect(await otherProcess.acquire(itemId)).toBeNull();
  });

  it('expires fifteen seconds after it was taken', async () => {
    const lease = await acquire();
    at(14_999);
    expect(await releaseExpired()).toBe(0);
    await finish(lease);
    expect(await status()).toBe('done');
  });

  it('is released when it has expired, and its owner can commit no more', async () => {
    const lease = await acquire();
    at(15_000);
    await expect(finish(lease)).rejects.toThrow(LeaseLostError);
    expect(await releaseExpired()).toBe(1);
    expect(await status()).toBe('pending');
  });

  it('rejects the commit of an earlier lease of the same process', async () => {
    const lost = await acquire();
    at(15_000);
    await releaseExpired();
    const current = await acquire();
    await expect(finish(lost)).rejects.toThrow(LeaseLostError);
    expect(await status()).toBe('running');
    await finish(current);
    expect(await status()).toBe('done');
  });

  it('rejects the commit of another process', async () => {
    const lease = await acquire(itemId, otherProcess);
    await expect(finish(lease)).rejects.toThrow(`Item ${itemId} belongs to somebody else by now`);
    expect(await status()).toBe('running');
  });

  it('lasts fifteen seconds from its renewal', async () => {
    const lease = await acquire();
    at(10_000);
    await leases.renew();
    at(24_999);
    expect(await releaseExpired()).toBe(0);
    await finish(lease);
    expect(await status()).toBe('done');
  });

  it('is not renewed after it has expired, nor by another process', async () => {
    await acquire();
    await acquire(secondId, otherProcess);
    at(10_000);
    await leases.renew();
    at(15_000);
    await otherProcess.renew();
    expect(await releaseExpired()).toBe(1);
    expect([await status(itemId), await status(secondId)]).toEqual(['running', 'pending']);
  });

  it('that is given back makes the item available at once', async () => {
    const first = await acquire();
    await leases.release(first);
    expect(await status()).toBe('pending');
    const second = await acquire();
    await leases.release(first);
    await otherProcess.release(second);
    expect(await status()).toBe('running');
  });

  it('fails the item after twenty leases without an end', async () => {
    for (let lease = 1; lease <= 20; lease += 1) await leases.release(await acquire());
    expect(await leases.acquire(itemId)).toBeNull();
    expect(await replica.rows(`SELECT status, code, message, attempts FROM sync_item WHERE id = ${itemId}`)).toEqual([
      {
        status: 'failed',
        code: 'crashed_repeatedly',
        message: 'Work on this restaurant was broken off 20 times; report this with the log.',
        attempts: 0,
      },
    ]);
  });
});

describe('the end of a leased item', () => {
  it('records the outcome and its counters', async () => {
    const outcome = { status: 'failed', attempts: 3, code: 'upstream_timeout', message: 'No response' } as const;
    await finish(await acquire(), { ...outcome, otherName: 'Kedai', inserted: 1, updated: 2, ignored: 7 });
    const columns = 'status, attempts, code, message, other_name, inserted, updated, unchanged, ignored, finished_at';
    expect(await replica.rows(`SELECT ${columns} FROM sync_item WHERE id = ?`, [itemId])).toEqual([
      {
        ...outcome,
        other_name: 'Kedai',
        inserted: 1,
        updated: 2,
        unchanged: 0,
        ignored: 7,
        finished_at: new Date(START).toISOString(),
      },
    ]);
  });

  it('tells whether other items of the run are pending or running, and closes the run after the last', async () => {
    expect(await finish(await acquire())).toBe('pending');
    const last = await acquire(secondId);
    expect(await runStatus()).toBe('running');
    expect(await finish(last)).toBeNull();
    expect(await runStatus()).toBe('completed');
  });

  it('leaves the run open while another process works on an item', async () => {
    await acquire(secondId, otherProcess);
    expect(await finish(await acquire())).toBe('running');
    expect(await runStatus()).toBe('running');
  });
});

describe('the leases of a replica', () => {
  const held = (by: ItemLeaseRepository) => replica.database.read((tx) => by.heldByThisProcess(tx));
  const hasActive = () => replica.database.read((tx) => leases.hasActiveLease(tx));
  const hasExpired = (runId: number) => replica.database.read((tx) => leases.hasExpired(tx, runId));

  it('are listed by process, without those that have ended', async () => {
    await finish(await acquire());
    const lease = await acquire(secondId);
    expect([...(await held(leases))]).toEqual([secondId]);
    expect([...(await held(otherProcess))]).toEqual([]);
    await finish(lease);
    expect([...(await held(leases))]).toEqual([]);
  });

  it('are active until they expire or are given back', async () => {
    expect(await hasActive()).toBe(false);
    const lease = await acquire(itemId, otherProcess);
    at(14_999);
    expect([await hasActive(), await hasExpired(lease.runId)]).toEqual([true, false]);
    at(15_000);
    expect([await hasActive(), await hasExpired(lease.runId)]).toEqual([false, true]);
    expect(await hasExpired(lease.runId + 1)).toBe(false);
    await otherProcess.release(lease);
    expect([await hasActive(), await hasExpired(lease.runId)]).toEqual([false, false]);
  });

  it('of other processes are released at the start of the only server', async () => {
    await acquire();
    await acquire(secondId, otherProcess);
    expect(await releaseExpired()).toBe(0);
    expect(await replica.database.write((tx) => leases.releaseExpired(tx, true))).toBe(1);
    expect([await status(itemId), await status(secondId)]).toEqual(['running', 'pending']);
  });
});
