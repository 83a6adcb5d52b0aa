import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnknownRestaurantsService } from '../../src/ingest/unknown-restaurants.service.js';
import { COLLECTED, IngestFixture, NOW, pushedRow } from '../support/ingest-fixture.js';
import { upstreamRow, type UpstreamRow } from '../support/scripted-upstream.js';

let ingest: IngestFixture;

beforeAll(async () => {
  ingest = await IngestFixture.start();
});

afterAll(() => ingest.stop());

describe('a push', () => {
  it('is merged and stored as a finished run, and its receipt says what it did', async () => {
    const name = await ingest.addRestaurant();
    const { status, body } = await ingest.push({
      rows: [pushedRow(name, '2026-11-20'), pushedRow(name, '2026-11-21')],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 200,
      replayed: false,
      collectedAt: COLLECTED,
      receivedAt: NOW,
      unnamedRows: [],
      restaurants: [
        {
          restaurantName: name,
          status: 'applied',
          message: null,
          counts: { inserted: 2, updated: 0, unchanged: 0, missingUpstream: 0 },
          ignoredRows: 0,
          rejectedRows: [],
        },
      ],
    });
    expect(await ingest.held(name)).toMatchObject([
      { stat_date: '2026-11-20', grab_sales: 100050 },
      { stat_date: '2026-11-21' },
    ]);
    const { body: run } = await ingest.app.get(`/sync/runs/${body.runId}`);
    expect(run).toMatchObject({
      trigger: 'ingest',
      actor: 'token:test collector',
      status: 'completed',
      window: { from: '2026-11-20', to: '2026-11-21' },
      counts: { inserted: 2 },
      finishedAt: NOW,
    });
  });

  it('changes only the values it holds: null, absent fields, absent days and the other platform keep what is held', async () => {
    const name = await ingest.addRestaurant();
    await ingest.push({
      rows: [pushedRow(name, '2026-11-19'), pushedRow(name, '2026-11-20'), pushedRow(name, '2026-11-21')],
    });
    const { body } = await ingest.push({
      rows: [{ restaurant_name: name, stat_date: '2026-11-21', grab_sales: '7.25', gojek_sales: null }],
    });
    expect(body.restaurants).toMatchObject([
      { status: 'applied', counts: { inserted: 0, updated: 1, unchanged: 0, missingUpstream: 0 } },
    ]);
    const days = await ingest.held(name);
    expect(days).toHaveLength(3);
    expect(days[2]).toEqual({ stat_date: '2026-11-21', grab_sales: 725, grab_fake_orders: 9, gojek_sales: 100750 });
  });

  it('makes one day of a row of each platform, and rejects rows that contradict each other', async () => {
    const name = await ingest.addRestaurant();
    const part = (fields: UpstreamRow, date = '2026-11-21') => ({ restaurant_name: name, stat_date: date, ...fields });
    const { status, body } = await ingest.push({
      rows: [
        part({ grab_sales: '10' }),
        part({ gojek_sales: '20' }),
        part({ grab_sales: '1' }, '2026-11-20'),
        part({ grab_sales: '2' }, '2026-11-20'),
      ],
    });
    expect(status).toBe(207);
    expect(body.restaurants).toMatchObject([
      {
        status: 'partial',
        rejectedRows: [
          { row: 2, date: '2026-11-20', field: 'grab_sales', reason: 'conflicting_duplicate' },
          { row: 3, date: '2026-11-20', field: 'grab_sales', reason: 'conflicting_duplicate' },
        ],
      },
    ]);
    expect(await ingest.held(name)).toEqual([
      { stat_date: '2026-11-21', grab_sales: 1000, grab_fake_orders: null, gojek_sales: 2000 },
    ]);
  });

  it('quarantines bad rows as a copy does, one by one, and lists every one in the receipt', async () => {
    const name = await ingest.addRestaurant();
    const { status, body } = await ingest.push({
      rows: [
        pushedRow(name, '2026-11-21'),
        pushedRow(name, '2026-11-20', { grab_sales: '12\u0000' }),
        pushedRow(name, '2026-11-19', { grab_orders: 1e300 }),
        pushedRow(name, '2026-11-18', { gojek_sales: '1.249.150' }),
        { restaurant_name: name, stat_date: '2026-11-17', rating: 5 },
        pushedRow(name, '2026-02-30'),
        'text',
        { stat_date: '2026-11-17', grab_sales: 1 },
        pushedRow('a\u0000b', '2026-11-17'),
        pushedRow(name, '2026-11-22'),
        { restaurant_name: name, stat_date: '2026-11-16', grab_sales: null },
      ],
    });
    expect(status).toBe(207);
    expect(body.unnamedRows).toEqual([
      { row: 6, date: null, field: null, reason: 'not_an_object' },
      { row: 7, date: null, field: 'restaurant_name', reason: 'missing_name' },
      { row: 8, date: null, field: 'restaurant_name', reason: 'invalid_name' },
    ]);
    expect(body.restaurants).toMatchObject([
      {
        status: 'partial',
        ignoredRows: 2,
        rejectedRows: [
          { row: 1, date: '2026-11-20', field: 'grab_sales', reason: 'not_a_number' },
          { row: 2, date: '2026-11-19', field: 'grab_orders', reason: 'out_of_range' },
          { row: 3, date: '2026-11-18', field: 'gojek_sales', reason: 'thousands_dot' },
          { row: 4, date: null, field: null, reason: 'no_known_field' },
          { row: 5, date: null, field: 'stat_date', reason: 'invalid_date' },
        ],
      },
    ]);
    expect((await ingest.held(name)).map((day) => day.stat_date)).toEqual(['2026-11-21']);
    const stored = await ingest.app.rows<{ reason: string }>(
      'SELECT reason FROM quarantined_row JOIN sync_item ON sync_item.id = item_id WHERE run_id = ? ORDER BY quarantined_row.id',
      [body.runId ?? 0],
    );
    expect(stored.map(({ reason }) => reason)).toEqual([
      'not_a_number',
      'out_of_range',
      'thousands_dot',
      'invalid_date',
    ]);
  });

  it('never creates a restaurant: names that no client has are listed until one has them', async () => {
    const known = await ingest.addRestaurant();
    const { status, body } = await ingest.push({
      rows: [pushedRow(known, '2026-11-21'), pushedRow('Never heard of', '2026-11-21')],
    });
    expect(status).toBe(207);
    expect(body.restaurants.map((restaurant) => restaurant.status)).toEqual(['applied', 'unknown']);
    expect(await ingest.app.rows('SELECT id FROM client WHERE name = ?', ['Never heard of'])).toEqual([]);
    const listed = async () =>
      (await ingest.app.server.app.get(UnknownRestaurantsService).list(100)).map(({ name, rows }) => ({ name, rows }));
    expect(await listed()).toContainEqual({ name: 'Never heard of', rows: 1 });
    const alone = await ingest.push({
      rows: [pushedRow('Never heard of', '2026-11-21'), pushedRow('Never heard of', '2026-11-20')],
    });
    expect(alone).toMatchObject({ status: 422, body: { runId: null } });
    expect(await listed()).toContainEqual({ name: 'Never heard of', rows: 2 });
    await ingest.app.addClient('Never heard of');
    expect((await listed()).map(({ name }) => name)).not.toContain('Never heard of');
  });

  it('matches names exactly', async () => {
    const name = await ingest.addRestaurant();
    const { body } = await ingest.push({
      rows: [pushedRow(`${name} `, '2026-11-21'), pushedRow(name.toUpperCase(), '2026-11-21')],
    });
    expect(body.restaurants.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('leaves an archived restaurant as it is', async () => {
    const name = await ingest.addRestaurant();
    const [{ id } = { id: 0 }] = await ingest.app.rows<{ id: number }>('SELECT id FROM client WHERE name = ?', [name]);
    await ingest.app.post(`/clients/${id}/archive`);
    expect(await ingest.push({ rows: [pushedRow(name, '2026-11-21')] })).toMatchObject({
      status: 422,
      body: { restaurants: [{ status: 'archived' }] },
    });
    expect(await ingest.held(name)).toEqual([]);
  });

  it('rejects a restaurant whose rows name two ids, or another id than the client has', async () => {
    const name = await ingest.addRestaurant();
    const twice = [
      pushedRow(name, '2026-11-20', { restaurant_id: 7 }),
      pushedRow(name, '2026-11-21', { restaurant_id: 8 }),
    ];
    expect(await ingest.push({ rows: twice })).toMatchObject({
      status: 422,
      body: { restaurants: [{ status: 'rejected' }] },
    });
    await ingest.app.database.write((tx) => tx.query(`UPDATE client SET upstream_id = '7' WHERE name = '${name}'`));
    expect((await ingest.push({ rows: [pushedRow(name, '2026-11-21', { restaurant_id: 8 })] })).status).toBe(422);
    expect(await ingest.held(name)).toEqual([]);
    expect((await ingest.push({ rows: [pushedRow(name, '2026-11-21', { restaurant_id: '7' })] })).status).toBe(200);
  });

  it('rejects restaurants whose rows name one id, and one whose rows name the id of another, and says which', async () => {
    const [cafe, accented] = [await ingest.addRestaurant(), await ingest.addRestaurant()];
    const row = (name: string, id: number) => pushedRow(name, '2026-11-21', { restaurant_id: id });
    const both = await ingest.push({ rows: [row(cafe, 71), row(accented, 71)] });
    expect(both).toMatchObject({
      status: 422,
      body: {
        restaurants: [
          { status: 'rejected', message: expect.stringContaining(`"${accented}"`) },
          { status: 'rejected', message: expect.stringContaining(`"${cafe}"`) },
        ],
      },
    });
    expect((await ingest.push({ rows: [row(cafe, 71)] })).status).toBe(200);
    const later = await ingest.push({ rows: [row(accented, 71)] });
    expect(later).toMatchObject({ status: 422, body: { restaurants: [{ message: expect.stringContaining(cafe) }] } });
    expect(await ingest.held(accented)).toEqual([]);
    expect((await ingest.push({ rows: [row(cafe, 71), row(accented, 72)] })).status).toBe(200);
  });

  it('takes a new id of a restaurant when its upstream name was changed and changed back', async () => {
    const name = await ingest.addRestaurant();
    const pushId = (id: number) => ingest.push({ rows: [pushedRow(name, '2026-11-21', { restaurant_id: id })] });
    expect((await pushId(81)).status).toBe(200);
    expect(await pushId(82)).toMatchObject({
      status: 422,
      body: { restaurants: [{ message: expect.stringMatching(/is 82, .* has 81 here.*upstream name/) }] },
    });
    const [{ id } = { id: 0 }] = await ingest.app.rows<{ id: number }>('SELECT id FROM client WHERE name = ?', [name]);
    for (const upstreamName of [`${name} old`, name])
      await ingest.app.call('PATCH', `/clients/${id}`, { upstreamName });
    expect((await pushId(82)).status).toBe(200);
  });
});

describe('the time of collection', () => {
  it('makes a push stale when a later collection of its platform is held, and of no other platform', async () => {
    const name = await ingest.addRestaurant();
    const sales = (platform: string, value: string) => [
      { restaurant_name: name, stat_date: '2026-11-21', [`${platform}_sales`]: value },
    ];
    const early = { collectedAt: '2026-11-22T04:00:00+08:00' };
    await ingest.push({ rows: sales('grab', '10') });
    expect(await ingest.push({ ...early, rows: sales('grab', '5') })).toMatchObject({
      status: 422,
      body: { restaurants: [{ status: 'stale' }], runId: null },
    });
    expect((await ingest.push({ ...early, rows: sales('gojek', '20') })).status).toBe(200);
    expect((await ingest.push({ rows: sales('grab', '11') })).status).toBe(200);
    expect(await ingest.held(name)).toMatchObject([{ grab_sales: 1100, gojek_sales: 2000 }]);
  });

  it('makes a push stale when its days were copied from the statistics server later', async () => {
    const name = await ingest.addRestaurant();
    ingest.upstream.serve(name, [upstreamRow('2026-11-21', { grab_sales: '99' })]);
    const [{ id } = { id: 0 }] = await ingest.app.rows<{ id: number }>('SELECT id FROM client WHERE name = ?', [name]);
    await ingest.app.sync({ clientIds: [id], from: '2026-11-20', to: '2026-11-21' });
    expect((await ingest.push({ rows: [pushedRow(name, '2026-11-21')] })).body.restaurants).toMatchObject([
      { status: 'stale' },
    ]);
    expect((await ingest.push({ rows: [pushedRow(name, '2026-11-10')] })).status).toBe(200);
    expect((await ingest.push({ collectedAt: NOW, rows: [pushedRow(name, '2026-11-21')] })).status).toBe(200);
    expect(await ingest.held(name)).toMatchObject([{ stat_date: '2026-11-10' }, { grab_sales: 100050 }]);
  });

  it('must not lie in the future', async () => {
    const { status } = await ingest.push({ collectedAt: '2026-11-22T06:06:00Z', rows: [{}] });
    expect(status).toBe(400);
  });
});

describe('covers', () => {
  it('counts an absent day as missing and keeps it', async () => {
    const name = await ingest.addRestaurant();
    await ingest.push({
      rows: [pushedRow(name, '2026-11-19'), pushedRow(name, '2026-11-20'), pushedRow(name, '2026-11-21')],
    });
    const covers = [{ restaurantName: name, from: '2026-11-20', to: '2026-11-25' }];
    const { status, body } = await ingest.push({ covers, rows: [pushedRow(name, '2026-11-21')] });
    expect([status, body.restaurants[0]?.counts]).toEqual([
      200,
      { inserted: 0, updated: 0, unchanged: 1, missingUpstream: 1 },
    ]);
    expect(await ingest.held(name)).toHaveLength(3);
  });

  it('makes a restaurant without any day suspicious where days are held, and keeps them', async () => {
    const [name, empty] = [await ingest.addRestaurant(), await ingest.addRestaurant()];
    await ingest.push({ rows: [pushedRow(name, '2026-11-21')] });
    const covers = [name, empty].map((restaurantName) => ({ restaurantName, from: '2026-11-15', to: '2026-11-21' }));
    const { status, body } = await ingest.push({ covers, rows: [] });
    expect([status, body.restaurants.map((restaurant) => restaurant.status)]).toEqual([
      207,
      ['suspicious_empty', 'applied'],
    ]);
    expect(await ingest.held(name)).toHaveLength(1);
    const { body: incomplete } = await ingest.app.get('/sync/incomplete');
    expect(incomplete.items).toContainEqual(expect.objectContaining({ clientName: name, status: 'suspicious_empty' }));
    await ingest.push({ rows: [pushedRow(name, '2026-11-21')] });
    const { body: later } = await ingest.app.get('/sync/incomplete');
    expect(later.items.map(({ clientName }) => clientName)).not.toContain(name);
  });

  it('is optional: without it an absent day is not missing', async () => {
    const name = await ingest.addRestaurant();
    await ingest.push({ rows: [pushedRow(name, '2026-11-19'), pushedRow(name, '2026-11-21')] });
    const { body } = await ingest.push({ rows: [pushedRow(name, '2026-11-18'), pushedRow(name, '2026-11-21')] });
    expect(body.restaurants[0]?.counts).toEqual({ inserted: 1, updated: 0, unchanged: 1, missingUpstream: 0 });
  });
});
