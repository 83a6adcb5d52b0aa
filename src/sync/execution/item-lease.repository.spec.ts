import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ItemLeaseRepository, LeaseLostError, type ItemLease } from './item-lease.repository.js';
import { RunRepository } from '../runs/run.repository.js';
import { toDay } from '../../domain/index.js';
import { TestReplica } from '../../../test/support/test-replica.js';
import { TestClock } from '../../../test/support/create-test-app.js';

const START = Date.parse('2026-11-22T01:00:00.000Z');
const DONE = { status: 'done', attempts: 1, code: null, message: null } as const;

let clock: TestClock;
let replica: TestReplica;
let leases: ItemLeaseRepository;
let itemId: number;

beforeEach(async () => {
  clock = TestClock.at(new Date(START).toISOString());
  replica = await TestReplica.open({ clock });
  leases = replica.get(ItemLeaseRepository);
  const clientId = await replica.addClient('Warung');
  const day = toDay('2026-11-21');
  await replica.database.write((tx) =>
    replica.get(RunRepository).plan(tx, {
      kind: 'full',
      trigger: 'manual',
      actor: null,
      exact: false,
      coversAllClients: true,
      scheduledFor: null,
      items: [{ clientId, window: { from: day, to: day } }],
    }),
  );
  [{ id: itemId } = { id: NaN }] = await replica.rows<{ id: number }>('SELECT id FROM sync_item');
});

afterEach(() => replica.close());

const at = (ms: number) => clock.set(new Date(START + ms).toISOString());
const finish = (lease: ItemLease) => replica.database.write((tx) => leases.finish(tx, lease, DONE));
const releaseExpired = () => replica.database.write((tx) => leases.releaseExpired(tx));
const status = async () => (await replica.rows<{ status: string }>('SELECT status FROM sync_item'))[0]?.status;

async function acquire(): Promise<ItemLease> {
  const lease = await leases.acquire(itemId);
  if (!lease) throw new Error('The item is not available');
  return lease;
}

describe('a lease on an item', () => {
  it('is exclusive', async () => {
    await acquire();
    expect(await leases.acquire(itemId)).toBeNull();
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

  it('lasts fifteen seconds from its renewal', async () => {
    const lease = await acquire();
    at(10_000);
    await leases.renew();
    at(24_999);
    expect(await releaseExpired()).toBe(0);
    await finish(lease);
    expect(await status()).toBe('done');
  });

  it('is not renewed after it has expired', async () => {
    await acquire();
    at(15_000);
    await leases.renew();
    expect(await releaseExpired()).toBe(1);
  });

  it('fails the item after twenty leases without an end', async () => {
    for (let lease = 1; lease <= 20; lease += 1) await leases.release(await acquire());
    expect(await leases.acquire(itemId)).toBeNull();
    expect(await replica.rows('SELECT status, code FROM sync_item')).toEqual([
      { status: 'failed', code: 'crashed_repeatedly' },
    ]);
  });
});
