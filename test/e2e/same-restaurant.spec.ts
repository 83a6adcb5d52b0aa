import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import type { ItemDto } from '../../src/sync/runs/item.dto.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';

const YESTERDAY = '2026-11-21';

describe('an upstream that finds names by a collation', () => {
  let upstream: ScriptedUpstream;
  let app: TestApp;

  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
    const env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_CONCURRENCY: '1', SYNC_ATTEMPTS: '1' };
    app = await createTestApp({ env, clock: TestClock.at('2026-11-22T06:00:00.000Z') });
  });

  afterEach(async () => {
    await app.stop();
    await upstream.close();
  });

  /** Lets the upstream send the rows of a restaurant of this id under this name. */
  const serve = (name: string, id: number | string, orders = 5) =>
    upstream.serve(name, [upstreamRow(YESTERDAY, { restaurant_id: id, grab_orders: orders })]);

  async function itemsOf(run: RunDto): Promise<Record<string, ItemDto>> {
    const { body } = await app.get(`/sync/runs/${run.id}/items`);
    return Object.fromEntries(body.items.map((item) => [item.clientName, item]));
  }

  const ordersOf = async (id: number) => {
    const rows = await app.rows<{ orders: number }>(
      'SELECT grab_orders AS orders FROM client_stat WHERE client_id = ?',
      [id],
    );
    return rows.map(({ orders }) => orders);
  };

  it('fails two clients of one upstream id in the same run, and names both', async () => {
    serve('Cafe', 7);
    serve('Café', 7);
    serve('Other', '9');
    const [cafe, accented] = [await app.addClient('Cafe'), await app.addClient('Café')];
    await app.addClient('Other');
    const run = await app.sync({ daysBack: 3 });
    const items = await itemsOf(run);
    expect(run).toMatchObject({ status: 'partial' });
    expect(items).toMatchObject({
      Cafe: { status: 'failed', code: 'same_restaurant', otherName: 'Café' },
      Café: { status: 'failed', code: 'same_restaurant', otherName: 'Cafe' },
      Other: { status: 'done' },
    });
    expect(items.Café?.message).toMatch(/for "Café" and for "Cafe"\. Nothing was changed here\./);
    expect(items.Cafe?.message).toMatch(/for "Cafe" and for "Café"\. The days that this run copied may be/);
    expect(await ordersOf(accented)).toEqual([]);

    serve('Cafe', 7, 6);
    serve('Café', 7, 6);
    expect((await itemsOf(await app.sync({ daysBack: 3 }))).Cafe).toMatchObject({
      code: 'same_restaurant',
      message: expect.stringContaining('Nothing was changed here.'),
    });
    expect([await ordersOf(cafe), await ordersOf(accented)]).toEqual([[5], []]);
  });

  it('copies both again as soon as their ids differ, or one of them is archived', async () => {
    serve('Cafe', 7);
    serve('Café', 7);
    const [cafe, accented] = [await app.addClient('Cafe'), await app.addClient('Café')];
    await app.sync({ daysBack: 3 });
    serve('Café', 8, 2);
    await app.sync({ daysBack: 3 });
    expect(await app.sync({ daysBack: 3 })).toMatchObject({ status: 'completed' });
    expect([await ordersOf(cafe), await ordersOf(accented)]).toEqual([[5], [2]]);

    serve('Café', 7);
    expect(await app.sync({ daysBack: 3 })).toMatchObject({ status: 'failed', error: { code: 'same_restaurant' } });
    await app.post(`/clients/${accented}/archive`);
    expect(await app.sync({ daysBack: 3 })).toMatchObject({ status: 'completed' });
  });

  it('notices the same response as before when another client has shown its id since', async () => {
    serve('Cafe', 7);
    const cafe = await app.addClient('Cafe');
    await app.sync({ daysBack: 3 });
    serve('Café', 7);
    const accented = await app.addClient('Café');
    await app.sync({ daysBack: 3, clientIds: [accented] });
    const items = await itemsOf(await app.sync({ daysBack: 3, clientIds: [cafe] }));
    expect(items.Cafe).toMatchObject({ status: 'failed', code: 'same_restaurant', otherName: 'Café' });
  });

  it('clears the upstream id of a client whose upstream name changes', async () => {
    serve('Cafe', 7);
    serve('Café', 7);
    const accented = await app.addClient('Café');
    await app.addClient('Cafe');
    await app.sync({ daysBack: 3 });
    serve('Coffee', 8);
    await app.call('PATCH', `/clients/${accented}`, { upstreamName: 'Coffee' });
    expect(await app.sync({ daysBack: 3 })).toMatchObject({ status: 'completed' });
  });
});
