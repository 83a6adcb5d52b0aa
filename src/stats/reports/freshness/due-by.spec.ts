import { describe, expect, it } from '@jest/globals';
import { findDueBy } from './due-by.js';

const at = (iso: string) => new Date(iso);

describe('findDueBy', () => {
  it.each([
    ['0 1 * * *', 'Asia/Makassar', '09:30'],
    ['0 1,2 * * *', 'Asia/Makassar', '09:30'],
    ['0 5 * * *', 'Asia/Makassar', '13:30'],
    ['0 1 * * *', 'Asia/Jakarta', '08:30'],
    ['0 1 * * *', 'America/Santiago', '22:30'],
    ['50 15 * * *', 'Asia/Makassar', '23:59'],
    [null, 'Asia/Makassar', '09:30'],
  ])('with the run %s in %s the day before is expected by %s, before and after the run', (cron, timeZone, due) => {
    for (const time of ['2026-11-22T00:30:00Z', '2026-11-22T01:00:00Z', '2026-11-22T10:00:00Z'])
      expect([time, findDueBy(cron, at(time), timeZone)]).toEqual([time, due]);
  });

  it('is half an hour after the usual run on a day without one', () => {
    expect(findDueBy('0 1 * * 1', at('2026-11-22T01:00:00Z'), 'Asia/Makassar')).toBe('09:30');
  });
});
