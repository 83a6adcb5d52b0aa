import { afterEach, beforeEach, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { METRICS } from '../../src/domain/metrics.js';
import { cliHere, documentOf } from '../support/cli.js';
import { describeOnPostgres, temporarySchema } from '../support/postgres.js';
import { NOW, startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { temporaryFolder } from '../support/test-replica.js';
import { createTestApp, TestClock } from '../support/create-test-app.js';

describeOnPostgres('migrate-database', () => {
  let fixture: SeededFixture;
  let folder: ReturnType<typeof temporaryFolder>;

  beforeEach(async () => {
    folder = temporaryFolder();
    fixture = await startSeededFixture();
  });

  afterEach(async () => {
    await fixture.stop();
    folder.discard();
  });

  it('copies the whole replica to PostgreSQL with the same responses, overwrites nothing, and names a cell that cannot move', async () => {
    const to = await temporarySchema();
    const list = '/clients/leaderboard?from=2026-09-25&to=2026-11-21&compare=year';
    const before = (await fixture.app.get(list)).body;
    const backup = `${folder.path}/copy.sqlite`;
    const running = { DATABASE_URL: `sqlite:${fixture.app.folder}/replica.sqlite` };
    expect(await cliHere(['migrate-database', '--to', to], running)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Another server already runs'),
    });
    expect((await cliHere(['backup', backup], running)).code).toBe(0);

    const env = { DATABASE_URL: `sqlite:${backup}` };
    const copy = new BetterSqlite3(backup);
    const { id } = fixture.findClient('Kosong');
    const setNotes = copy.prepare('UPDATE client SET notes = ? WHERE id = ?');
    setNotes.run('a\0b', id);
    const refused = await cliHere(['migrate-database', '--to', to, '--json'], env);
    expect({ code: refused.code, document: documentOf(refused) }).toEqual({
      code: 1,
      document: {
        error: expect.objectContaining({
          code: 'unstorable_text',
          message: expect.stringContaining(`column notes of client where id = ${id}`),
        }),
      },
    });
    setNotes.run(null, id);
    copy.close();
    const response = await cliHere(['migrate-database', '--to', to, '--json'], env);
    const [days] = await fixture.app.rows<{ held: number }>('SELECT count(*) AS held FROM client_stat');
    expect({ code: response.code, document: documentOf(response) }).toMatchObject({
      code: 0,
      document: { verified: true, rows: { client: fixture.clients.length, client_stat: days?.held } },
    });
    const again = await cliHere(['migrate-database', '--to', to, '--json'], env);
    expect(documentOf(again)).toMatchObject({ error: { code: 'not_empty' } });

    const app = await createTestApp({
      clock: TestClock.at(NOW),
      env: { DATABASE_URL: to, DELIVERY_STATS_API_URL: fixture.upstream.url, SYNC_ON_START: 'off' },
    });
    try {
      await app.server.backgroundStarted;
      expect((await app.get(list)).body).toEqual(before);
      const id = await app.addClient('one more');
      expect(id).toBeGreaterThan(Math.max(...fixture.clients.map((client) => client.id)));
      const columns = METRICS.map(({ column }) => column).join(', ');
      const sql = `SELECT client_id, stat_date, ${columns} FROM client_stat ORDER BY client_id, stat_date`;
      expect(await app.rows(sql)).toEqual(await fixture.app.rows(sql));
    } finally {
      await app.stop();
    }
  });
});
