import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { describeOnPostgres, temporarySchema, type TestSchema } from '../../test/support/postgres.js';
import { TestReplica } from '../../test/support/test-replica.js';
import { migrations } from './migrations/index.js';

describeOnPostgres('the schema on PostgreSQL', () => {
  let schema: TestSchema;
  let dataSource: DataSource;

  beforeAll(async () => {
    schema = await temporarySchema();
    const replica = await TestReplica.open();
    const entities = replica.dataSource.entityMetadatas.map(({ target }) => target);
    await replica.close();
    dataSource = await new DataSource({ type: 'postgres', url: schema.url, migrations, entities }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await schema.discard();
  });

  it('is what the entities say, after the same migrations', async () => {
    expect((await dataSource.runMigrations()).length).toBe(migrations.length);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
