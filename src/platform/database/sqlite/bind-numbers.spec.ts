import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestReplica } from '../../../../test/support/test-replica.js';
import { Client } from '../../../clients/client.entity.js';

let replica: TestReplica;

beforeEach(async () => {
  replica = await TestReplica.open();
});

afterEach(() => replica.close());

it('compiles one statement for all ids', () => {
  const statementFor = (id: number) =>
    replica.dataSource.createQueryBuilder(Client, 'client').where({ id }).getQueryAndParameters()[0];
  expect(statementFor(1)).toBe(statementFor(2));
});

it('stores and finds the largest whole number exactly', async () => {
  const id = await replica.addClient('Warung');
  const monthlyTargetSen = Number.MAX_SAFE_INTEGER;
  const found = await replica.database.write(async (tx) => {
    await tx.update(Client, { id }, { monthlyTargetSen });
    return tx.findOneByOrFail(Client, { monthlyTargetSen });
  });
  expect([found.id, found.monthlyTargetSen]).toEqual([id, 9_007_199_254_740_991]);
});
