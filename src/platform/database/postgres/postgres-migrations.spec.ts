import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { describeOnPostgres, temporarySchema } from '../../../../test/support/postgres.js';
import { TestReplica } from '../../../../test/support/test-replica.js';
import { migrations } from '../migrations/index.js';

describeOnPostgres('the schema on PostgreSQL', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    const replica = await TestReplica.open();
    const entities = replica.dataSource.entityMetadatas.map(({ target }) => target);
    await replica.close();
    dataSource = await new DataSource({
      type: 'postgres',
      url: await temporarySchema(),
      migrations,
      entities,
    }).initialize();
  });

  afterAll(() => dataSource.destroy());

  it('is what the entities say, after the same migrations', async () => {
    expect((await dataSource.runMigrations()).length).toBe(migrations.length);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
