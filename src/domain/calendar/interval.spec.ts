import { describe, expect, it } from '@jest/globals';
import { toDay } from './day.js';
import { listBuckets, usualInterval } from './interval.js';
import { periodEndingAt } from './period.js';

describe('the buckets of a period', () => {
  const buckets = (from: string, to: string, interval: 'day' | 'week' | 'month') =>
    listBuckets({ from: toDay(from), to: toDay(to) }, interval).map((bucket) => `${bucket.from} ${bucket.to}`);

  it('are its days', () => {
    expect(buckets('2026-02-28', '2026-03-01', 'day')).toEqual(['2026-02-28 2026-02-28', '2026-03-01 2026-03-01']);
  });

  it('are weeks from Monday to Sunday, cut at its ends', () => {
    expect(buckets('2026-11-18', '2026-11-30', 'week')).toEqual([
      '2026-11-18 2026-11-22',
      '2026-11-23 2026-11-29',
      '2026-11-30 2026-11-30',
    ]);
    expect(buckets('2026-11-22', '2026-11-23', 'week')).toEqual(['2026-11-22 2026-11-22', '2026-11-23 2026-11-23']);
  });

  it('are calendar months, cut at its ends', () => {
    expect(buckets('2025-12-15', '2026-02-28', 'month')).toEqual([
      '2025-12-15 2025-12-31',
      '2026-01-01 2026-01-31',
      '2026-02-01 2026-02-28',
    ]);
  });

  it.each([
    [1, 'day'],
    [92, 'day'],
    [93, 'week'],
    [400, 'week'],
    [401, 'month'],
  ])('of %d days are usually one a %s', (days, interval) => {
    expect(usualInterval(periodEndingAt(toDay('2026-11-21'), days))).toBe(interval);
  });
});
