import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReceiptDto } from '../../src/ingest/receipt.dto.js';
import { cliHere, documentOf } from '../support/cli.js';
import { COLLECTED, IngestFixture, pushBody, pushedRow } from '../support/ingest-fixture.js';
import { databaseIn } from '../support/test-database.js';

let ingest: IngestFixture;

beforeAll(async () => {
  ingest = await IngestFixture.start();
});

afterAll(() => ingest.stop());

describe('the old collector', () => {
  const save = (body: unknown) =>
    ingest.app.request<ReceiptDto & { success: boolean }>('POST', '/api/collector/save_stats', {
      body,
      role: 'collector',
    });

  it('pushes in its own form, and touches neither the other platform nor fake orders', async () => {
    const name = await ingest.addRestaurant();
    await ingest.push({ rows: [pushedRow(name, '2026-11-21')] });
    const grab_stats = [
      {
        stat_date: '2026-11-21',
        sales: '8.50',
        orders: 2,
        ads_spend: 1,
        ads_sales: 0,
        new_customers: 1,
        repeated_customers: 1,
      },
    ];
    expect(await save({ restaurant_name: name, grab_stats, version: 3 })).toMatchObject({
      status: 200,
      body: { success: true, restaurants: [{ counts: { updated: 1 } }] },
    });
    expect(await ingest.held(name)).toEqual([
      { stat_date: '2026-11-21', grab_sales: 850, grab_fake_orders: 9, gojek_sales: 100750 },
    ]);
    const gojek_stats = [{ date: '2026-11-21', sales: 5, new_client: 1, returned_client: 2, orders: 'many' }];
    const { status, body } = await save({ restaurant_name: name, gojek_stats, grab_stats });
    expect([status, body.success, body.restaurants[0]?.rejectedRows]).toEqual([
      207,
      false,
      [{ row: 1, date: '2026-11-21', field: 'gojek_orders', reason: 'not_a_number' }],
    ]);
  });

  it.each([
    [{}],
    [{ restaurant_name: 7, grab_stats: [] }],
    [{ restaurant_name: 'x', grab_stats: 'no' }],
    [{ restaurant_name: 'x' }],
    [[]],
  ])('gets 400 for %j', async (body) => {
    expect((await save(body)).status).toBe(400);
  });
});

describe('bounded input', () => {
  it.each<[string, object]>([
    ['batchId', { batchId: '' }],
    ['batchId', { batchId: 'a\u0000' }],
    ['batchId', { batchId: 7 }],
    ['collectedAt', { collectedAt: '2026-11-22 05:00' }],
    ['collectedAt', { collectedAt: null }],
    ['rows', { rows: {} }],
    ['rows', { rows: [] }],
    ['rows', { rows: Array(5001).fill({}) }],
    ['rows', { rows: Array.from({ length: 201 }, (_, index) => ({ restaurant_name: `r${index}`, grab_sales: 1 })) }],
    ['covers.0.to', { covers: [{ restaurantName: 'a', from: '2026-11-21', to: '2026-11-20' }] }],
    ['covers.0.from', { covers: [{ restaurantName: 'a', from: '2020-01-01', to: '2026-11-20' }] }],
    ['covers.0.restaurantName', { covers: [{ restaurantName: '', from: '2026-11-20', to: '2026-11-20' }] }],
    ['colour', { colour: 'blue', rows: [{}] }],
  ])('names the field %s of a bad push', async (path, fields) => {
    const { status, body } = await ingest.push<{ details: { path: string }[] }>(fields);
    expect([status, body.details.map((detail) => detail.path)]).toEqual([400, [path]]);
  });

  it('rejects rows that are nested or huge, and stores the others', async () => {
    const name = await ingest.addRestaurant();
    const nested = '['.repeat(900) + ']'.repeat(900);
    const rows = [
      JSON.stringify(pushedRow(name, '2026-11-21', { more: 'x'.repeat(100_000) })).replace('}', `},"deeper":${nested}`),
      `{"restaurant_name":"${name}","stat_date":"2026-11-20","grab_sales":${nested}}`,
      `{"restaurant_name":"${name}","stat_date":"2026-11-19","grab_sales":1e999}`,
      nested,
    ];
    const response = await fetch(`${ingest.app.server.url}/api/v1/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await ingest.app.token('collector')}`, 'content-type': 'application/json' },
      body: `{"batchId":"nested","collectedAt":"${COLLECTED}","rows":[${rows.join()}]}`,
    });
    const { restaurants: outcomes, unnamedRows } = (await response.json()) as ReceiptDto;
    expect([response.status, unnamedRows.length, outcomes[0]?.rejectedRows.map(({ row: index }) => index)]).toEqual([
      207,
      1,
      [1, 2],
    ]);
    expect((await ingest.held(name)).map((day) => day.stat_date)).toEqual(['2026-11-21']);
  });

  it('gets 413 for more than a megabyte, counted after decompression', async () => {
    const zipped = gzipSync(JSON.stringify(pushBody({ rows: ['x'.repeat(1_100_000)] })));
    const headers = {
      authorization: `Bearer ${await ingest.app.token('collector')}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    };
    const response = await fetch(`${ingest.app.server.url}/api/v1/ingest`, {
      method: 'POST',
      headers,
      body: new Uint8Array(zipped),
    });
    expect(response.status).toBe(413);
    const plain = await fetch(`${ingest.app.server.url}/api/v1/ingest`, {
      method: 'POST',
      headers: { ...headers, 'content-encoding': 'identity', 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(plain.status).toBe(415);
  });
});

it('cli push takes a file beside the running server, in the same way', async () => {
  const name = await ingest.addRestaurant();
  const env = {
    DATABASE_URL: await databaseIn(ingest.app.folder),
    DELIVERY_STATS_API_URL: ingest.upstream.url,
    INGEST: 'on',
  };
  // The command has the clock of this machine.
  const body = JSON.stringify(pushBody({ collectedAt: '2026-01-22T05:00:00Z', rows: [pushedRow(name, '2026-01-20')] }));
  const first = await cliHere(['push', '-', '--json'], env, body);
  expect([first.code, documentOf(first)]).toMatchObject([0, { status: 200, replayed: false }]);
  const again = await cliHere(['push', '-'], env, body);
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('was pushed before')]);
  expect((await ingest.held(name)).map((day) => day.stat_date)).toEqual(['2026-01-20']);
  expect((await cliHere(['push', '-', '--json'], env, '{"batchId')).code).toBe(1);
});

it('the panel lists unknown restaurants and the newest pushes in both languages', async () => {
  const name = await ingest.addRestaurant();
  await ingest.push({ rows: [pushedRow(name, '2026-11-21'), pushedRow('Nobody <b>here</b>', '2026-11-21')] });
  for (const [language, title] of [
    ['en', 'Received data'],
    ['ru', 'Полученные данные'],
  ]) {
    const headers = { accept: 'text/html', 'accept-language': language ?? '' };
    const { status, body } = await ingest.app.request<string>('GET', '/admin/pushes', { role: 'manager', headers });
    expect(status).toBe(200);
    expect(body).toContain(title);
    expect(body).toContain('Nobody &lt;b>here&lt;/b>');
    expect(body).toContain('token:test collector');
  }
});
