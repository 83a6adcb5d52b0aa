import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, toDay, type Day } from '../../src/domain/calendar/day.js';
import { METRICS } from '../../src/domain/metrics.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { startDemoProcess } from '../support/child.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

type WireRow = Record<string, string | number | null>;

/** Time of both sides: 22 November 2026, 14:00 in Bali. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = toDay('2026-11-21');
const WINDOW = { from: addDays(YESTERDAY, -364), to: YESTERDAY };

/** A year of 127 restaurants with odd names from an upstream in another process, compared cell by cell. */
describe('a replica of 127 restaurants over a year', () => {
  let upstream: Awaited<ReturnType<typeof startDemoProcess>>;
  let app: TestApp;
  let clock: TestClock;
  let run: RunDto;
  let wire: Map<string, WireRow[]>;

  beforeAll(async () => {
    upstream = await startDemoProcess('--now', NOW);
    clock = TestClock.at(NOW);
    const env = { DELIVERY_STATS_API_URL: upstream.url, SYNC_BACKFILL_DAYS: '365' };
    app = await createTestApp({ env, clock });
    run = await app.startupRunEnd();
    wire = await readUpstream(upstream.url);
  });

  afterAll(async () => {
    await app.stop();
    await upstream.stop();
  });

  /** Returns day and name of every row that was written at this instant or later. */
  async function writtenSince(instant: string): Promise<string[]> {
    const rows = await app.rows<{ name: string; date: string }>(
      'SELECT client.upstream_name AS name, stat_date AS date FROM client_stat JOIN client ON client.id = client_id WHERE client_stat.updated_at >= ?',
      [instant],
    );
    return rows.map(({ name, date }) => `${date} ${name}`);
  }

  it('is copied in one run', () => {
    expect(run).toMatchObject({ status: 'completed', trigger: 'startup', window: WINDOW, items: { done: 127 } });
    expect(run.counts.inserted).toBe([...wire.values()].reduce((sum, rows) => sum + rows.length, 0));
  });

  it('equals upstream in every cell, to the sen', async () => {
    const held = await app.rows<Record<string, string | number | null>>(
      'SELECT client.upstream_name, client_stat.* FROM client_stat JOIN client ON client.id = client_id',
    );
    const rows = new Map(held.map((row) => [`${row.stat_date} ${row.upstream_name}`, row]));
    let compared = 0;
    const wrong: unknown[] = [];
    for (const [name, days] of wire) {
      for (const day of days) {
        const date = String(day.stat_date).slice(0, 10);
        const row = rows.get(`${date} ${name}`);
        for (const { column, upstreamField, kind } of METRICS) {
          const sent = day[upstreamField] ?? null;
          const expected = sent === null ? null : kind === 'money' ? sen(String(sent)) : BigInt(sent);
          const got = row?.[column] ?? null;
          compared++;
          if (got === null ? expected !== null : BigInt(got) !== expected)
            wrong.push({ name, date, column, sent, got });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(held).toHaveLength(run.counts.inserted);
    expect(compared).toBeGreaterThan(400_000);
  });

  it.each([7, 30, 365])('sums %i days to the same totals as upstream’s decimals', async (days) => {
    const from = addDays(YESTERDAY, 1 - days);
    const { body } = await app.get(`/clients/leaderboard?from=${from}&to=${YESTERDAY}&compare=none`);
    expect(body.clients).toHaveLength(127);
    let total = 0n;
    for (const client of body.clients) {
      const expected = salesOf(wire.get(client.name) ?? [], from);
      expect(client.totalSales === null ? null : sen(client.totalSales.toFixed(2))).toEqual(expected);
      total += expected ?? 0n;
    }
    expect(sen((body.totals.totalSales ?? 0).toFixed(2))).toBe(total);
  });

  it('gets no write from a second, identical run', async () => {
    const later = '2026-11-22T06:30:00.000Z';
    clock.set(later);
    const before = await app.rows('SELECT * FROM client_stat ORDER BY client_id, stat_date');
    const again = await app.sync({ full: true });
    expect(again).toMatchObject({
      status: 'completed',
      counts: { inserted: 0, updated: 0, deleted: 0, unchanged: run.counts.inserted, missingUpstream: 0 },
    });
    expect(await writtenSince(later)).toEqual([]);
    expect(await app.rows('SELECT * FROM client_stat ORDER BY client_id, stat_date')).toEqual(before);
  });

  it('gets only the corrected rows from an incremental run after a collection', async () => {
    await collect(upstream.url);
    const corrected = await readUpstream(upstream.url);
    const changed = new Set<string>();
    for (const [name, days] of corrected) {
      const before = new Map((wire.get(name) ?? []).map((day) => [day.stat_date, day]));
      for (const day of days) {
        const old = before.get(day.stat_date ?? '');
        if (!old || METRICS.some(({ upstreamField }) => old[upstreamField] !== day[upstreamField])) {
          changed.add(`${String(day.stat_date).slice(0, 10)} ${name}`);
        }
      }
    }
    const started = '2026-11-22T07:00:00.000Z';
    clock.set(started);
    const again = await app.sync();
    expect(again).toMatchObject({ status: 'completed', kind: 'incremental' });
    expect(changed.size).toBeGreaterThan(50);
    expect(new Set(await writtenSince(started))).toEqual(changed);
    expect(again.counts.inserted + again.counts.updated).toBe(changed.size);
  });
});

async function readUpstream(url: string): Promise<Map<string, WireRow[]>> {
  const { data: restaurants } = await read<{ data: { name: string }[] }>(
    `${url}/api/v1/getRestaurantStats?source=restaurants`,
  );
  const wire = new Map<string, WireRow[]>();
  for (const { name } of restaurants) {
    const query = `restaurant_name=${encodeURIComponent(name)}&source=looker_summary&start_date=${WINDOW.from}&end_date=${WINDOW.to}`;
    wire.set(name, (await read<{ data: WireRow[] }>(`${url}/api/v1/getRestaurantStats?${query}`)).data);
  }
  return wire;
}

async function read<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

/** Triggers a collection and waits until upstream says that it is over. */
async function collect(url: string): Promise<void> {
  await fetch(`${url}/api/v1/triggerCollection`, { method: 'POST' });
  while ((await read<{ isRunning: boolean }>(`${url}/api/v1/collectionStatus`)).isRunning);
}

/** Parses decimals to 1/100 from text alone, unlike any product code. */
function sen(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2));
  return decimal.startsWith('-') ? -value : value;
}

function salesOf(days: readonly WireRow[], from: Day): bigint | null {
  const parts = days
    .filter((day) => String(day.stat_date).slice(0, 10) >= from)
    .flatMap((day) => [day.grab_sales, day.gojek_sales])
    .filter((value) => value != null);
  return parts.length === 0 ? null : parts.reduce((sum, value) => sum + sen(String(value)), 0n);
}
