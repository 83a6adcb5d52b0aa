import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type DemoOptions, type DemoUpstream, startDemoUpstream } from '../demo-upstream.js';
import type { Row } from '../http/looker-row.js';
import { METRICS } from '../../domain/index.js';

const RowOf = z.custom<Row>((value) => typeof value === 'object');
const Batch = z.record(z.string(), z.record(z.string(), RowOf));
const Status = z.object({
  isRunning: z.boolean(),
  lastRun: z.string(),
  lastResult: z.object({ success: z.boolean(), error: z.string().nullable(), completed_at: z.string() }),
});

let demo: DemoUpstream;
let clock: Date;

async function start(options: DemoOptions = {}, at = '2026-11-23T01:00:00Z'): Promise<void> {
  clock = new Date(at);
  demo = await startDemoUpstream({ now: () => clock, collectionMs: 0, ...options });
}

afterEach(() => demo.close());

const call = (path: string) => `${demo.url}/api/v1/${path}`;
const trigger = () => fetch(call('triggerCollection'), { method: 'POST' });

async function status(): Promise<z.infer<typeof Status>> {
  return Status.parse(await (await fetch(call('collectionStatus'))).json());
}

/** Returns the rows of a window for each restaurant. */
async function rowsOf(from: string, to: string): Promise<Row[][]> {
  const body = JSON.stringify({ start_date: from, end_date: to });
  const response = await fetch(call('getBatchStats'), { method: 'POST', body });
  return Object.values(Batch.parse(await response.json())).map((days) => Object.values(days));
}

/** Returns the newest day of all restaurants. */
async function dataThrough(): Promise<string> {
  const days = (await rowsOf('2026-11-20', '2026-11-30')).flat().map((row) => String(row.stat_date).slice(0, 10));
  return days.reduce((a, b) => (a > b ? a : b));
}

/** Returns the metrics of the three days that end on `through`, as one text for each restaurant. */
async function lastDays(through: string): Promise<string[]> {
  const from = new Date(Date.parse(through) - 2 * 86_400_000).toISOString().slice(0, 10);
  const responses = await rowsOf(from, through);
  return responses.map((rows) => JSON.stringify(rows.map((row) => METRICS.map((metric) => row[metric.upstreamField]))));
}

describe('collection', () => {
  it('responds after it corrected the last three days of many restaurants and no older day', async () => {
    await start({ collection: 'blocking' });
    const [recent, older] = [await lastDays('2026-11-22'), await lastDays('2026-11-19')];
    const response = await trigger();
    expect(await response.json()).toMatchObject({
      success: true,
      restaurants_updated: 127,
      output_preview: expect.any(String),
    });
    const corrected = await lastDays('2026-11-22');
    expect(corrected.filter((text, at) => text !== recent[at]).length).toBeGreaterThan(40);
    expect(await lastDays('2026-11-19')).toEqual(older);
    expect(await lastDays('2026-11-22')).toEqual(corrected);
  });

  it.each([
    ['background', { success: true, pid: expect.any(Number) }],
    ['tracked', { success: true, started_at: '2026-11-23T01:00:00.000Z' }],
  ] as const)('responds at once in the shape %s, and rejects a second start', async (collection, started) => {
    await start({ collection, collectionMs: 600_000 });
    expect(await status()).toMatchObject({ isRunning: false, lastResult: { success: true } });
    expect(await (await trigger()).json()).toMatchObject(started);
    const again = await trigger();
    expect([again.status, await again.json()]).toMatchObject([
      409,
      { success: false, started_at: '2026-11-23T01:00:00.000Z' },
    ]);
    expect(await status()).toMatchObject({ isRunning: true, lastRun: '2026-11-23T01:00:00.000Z' });
  });

  it('reports its end in the status', async () => {
    await start();
    clock = new Date('2026-11-23T01:05:00Z');
    const before = await lastDays('2026-11-22');
    await trigger();
    let now = await status();
    while (now.isRunning) now = await status();
    expect(now.lastRun).toBe('2026-11-23T01:05:00.000Z');
    expect(now.lastResult).toEqual({ success: true, error: null, completed_at: '2026-11-23T01:05:00.000Z' });
    expect(await lastDays('2026-11-22')).not.toEqual(before);
  });

  it('sends a secret in its error and changes no day when it fails', async () => {
    await start({ collection: 'failing' });
    const before = await lastDays('2026-11-22');
    const response = await trigger();
    expect([response.status, await response.json()]).toMatchObject([
      500,
      { success: false, stderr: expect.stringContaining('Passw0rd') },
    ]);
    expect(await lastDays('2026-11-22')).toEqual(before);
    expect(await status()).toMatchObject({
      isRunning: false,
      lastResult: { success: false, error: expect.any(String) },
    });
  });

  it('returns 404 in the shape unsupported', async () => {
    await start({ collection: 'unsupported' });
    expect((await trigger()).status).toBe(404);
    expect((await fetch(call('collectionStatus'))).status).toBe(404);
  });

  it('runs every day at 00:30 UTC', async () => {
    await start({}, '2026-11-23T01:00:00Z');
    expect(await dataThrough()).toBe('2026-11-22');
    clock = new Date('2026-11-24T00:29:59Z');
    expect(await dataThrough()).toBe('2026-11-22');
    const before = await lastDays('2026-11-22');
    clock = new Date('2026-11-24T00:30:00Z');
    expect(await dataThrough()).toBe('2026-11-23');
    expect(await lastDays('2026-11-22')).not.toEqual(before);
    expect(await status()).toMatchObject({ isRunning: false, lastRun: '2026-11-24T00:30:00.000Z' });
  });

  it('adds yesterday in Bali before the daily collection does', async () => {
    await start({ collection: 'blocking' }, '2026-11-23T01:00:00Z');
    clock = new Date('2026-11-23T16:00:00Z');
    expect(await dataThrough()).toBe('2026-11-22');
    await trigger();
    expect(await dataThrough()).toBe('2026-11-23');
  });

  it('stops when the demo closes, and a second close succeeds', async () => {
    await start({ collection: 'blocking', collectionMs: 600_000 });
    const refused = expect(trigger()).rejects.toThrow('fetch failed');
    while (!(await status()).isRunning);
    await demo.close();
    await refused;
    await demo.close();
  });
});
