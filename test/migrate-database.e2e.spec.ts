import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { METRICS } from '../src/stats/metric-catalogue.js';
import { cliHere, documentOf } from './support/cli.js';
import { describeOnPostgres, temporarySchema } from './support/postgres.js';
import { NOW, startSmallWorld, type SmallWorld } from './support/small-world.js';
import { temporaryFolder } from './support/test-replica.js';
import { TestClock, TestServer } from './support/test-server.js';

describeOnPostgres('migrate-database', () => {
  let world: SmallWorld;
  let folder: ReturnType<typeof temporaryFolder>;

  beforeEach(async () => {
    folder = temporaryFolder();
    world = await startSmallWorld();
  });

  afterEach(async () => {
    await world.stop();
    folder.discard();
  });

  it('moves the whole replica to PostgreSQL, which then answers the same; and writes over nothing', async () => {
    const to = await temporarySchema();
    const list = '/clients/leaderboard?from=2026-09-25&to=2026-11-21&compare=year';
    const before = (await world.app.get(list)).body;
    const backup = `${folder.path}/copy.sqlite`;
    const running = { DATABASE_URL: `sqlite:${world.app.folder}/replica.sqlite` };
    expect(await cliHere(['migrate-database', '--to', to], running)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Another server already runs'),
    });
    expect((await cliHere(['backup', backup], running)).code).toBe(0);

    const env = { DATABASE_URL: `sqlite:${backup}` };
    const answer = await cliHere(['migrate-database', '--to', to, '--json'], env);
    const [days] = await world.app.rows<{ held: number }>('SELECT count(*) AS held FROM client_stat');
    expect({ code: answer.code, document: documentOf(answer) }).toMatchObject({
      code: 0,
      document: { verified: true, rows: { client: world.clients.length, client_stat: days?.held } },
    });
    const again = await cliHere(['migrate-database', '--to', to, '--json'], env);
    expect(documentOf(again)).toMatchObject({ error: { code: 'not_empty' } });

    const app = await TestServer.start({
      clock: TestClock.at(NOW),
      env: { DATABASE_URL: to, DELIVERY_STATS_API_URL: world.upstream.url, SYNC_ON_START: 'off' },
    });
    try {
      await app.server.begun;
      expect((await app.get(list)).body).toEqual(before);
      const id = await app.addClient('one more');
      expect(id).toBeGreaterThan(Math.max(...world.clients.map((client) => client.id)));
      const columns = METRICS.map(({ column }) => column).join(', ');
      const sql = `SELECT client_id, stat_date, ${columns} FROM client_stat ORDER BY client_id, stat_date`;
      expect(await app.rows(sql)).toEqual(await world.app.rows(sql));
    } finally {
      await app.stop();
    }
  });
});
