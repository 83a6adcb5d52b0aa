import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { EventStreamService } from './event-stream.service.js';
import { DomainEvents } from '../../platform/events/index.js';
import { TestReplica } from '../../../test/support/test-replica.js';
import { CollectionChanged } from '../../collection/collection.events.js';
import { CollectionRun } from '../../collection/collection-run.entity.js';

let replica: TestReplica;

beforeEach(async () => {
  replica = await TestReplica.open();
});

afterEach(() => replica.close());

function insertCollection(): Promise<unknown> {
  const createdAt = '2026-11-22T06:00:00.000Z';
  return replica.database.write((tx) =>
    tx.insert(CollectionRun, { status: 'requesting', active: 1, trigger: 'manual', thenSync: false, createdAt }),
  );
}

it('begins with the active collection', async () => {
  await insertCollection();
  const first = await firstValueFrom(replica.get(EventStreamService).stream());
  expect(first).toMatchObject({ event: 'collection', data: { status: 'requesting' } });
});

it('sends a collection that is stored while the stream opens, whichever read of the database comes first', async () => {
  const { database } = replica;
  const read = database.read.bind(database);
  let reads = 0;
  database.read = async (work) => {
    reads += 1;
    if (reads === 2) await insertCollection();
    return read(work);
  };
  const first = firstValueFrom(replica.get(EventStreamService).stream());
  replica.get(DomainEvents).publish(CollectionChanged, { collectionId: 1 });
  expect(await first).toMatchObject({ event: 'collection', data: { status: 'requesting' } });
});
