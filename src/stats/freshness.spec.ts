import { describe, expect, it } from '@jest/globals';
import { day } from './day.js';
import { freshnessOf } from './freshness.js';

/** 22 November 2026 in Bali, at a time of its day. */
const inBali = (time: string) => new Date(`2026-11-22T${time}+08:00`);

const NOBODY_MISSING = { expected: 10, missing: 0 };

function stateAt(
  now: Date,
  grab: string | null,
  gojek: string | null,
  { timeZone = 'Asia/Makassar', missing = 0 } = {},
) {
  const facts = {
    demo: false,
    syncedAt: '2026-11-21T01:00:00.000Z',
    grabThrough: grab === null ? null : day(grab),
    gojekThrough: gojek === null ? null : day(gojek),
    yesterday: { expected: 10, missing },
  };
  return freshnessOf(facts, now, timeZone).state;
}

describe('freshness', () => {
  it('says how far each platform reaches, apart from when it was copied', () => {
    const facts = {
      demo: true,
      syncedAt: '2026-11-22T01:00:00.000Z',
      grabThrough: day('2026-11-21'),
      gojekThrough: null,
      yesterday: NOBODY_MISSING,
    };
    expect(freshnessOf(facts, inBali('12:00:00'), 'Asia/Makassar')).toEqual({
      demo: true,
      syncedAt: '2026-11-22T01:00:00.000Z',
      dataThrough: { grab: '2026-11-21', gojek: null },
      yesterday: { date: '2026-11-21', ...NOBODY_MISSING },
      state: 'fresh',
    });
  });

  it.each([
    ['never', null, null, '12:00:00'],
    ['fresh', '2026-11-21', '2026-11-21', '12:00:00'],
    ['fresh', '2026-11-22', '2026-11-21', '12:00:00'],
    ['fresh', '2026-11-21', null, '00:00:00'],
    ['due', '2026-11-20', '2026-11-20', '00:00:00'],
    ['due', '2026-11-20', '2026-11-20', '09:29:59'],
    ['stale', '2026-11-20', '2026-11-20', '09:30:00'],
    ['stale', '2026-11-20', '2026-11-20', '23:59:59'],
    ['stale', '2026-11-19', '2026-11-19', '00:00:00'],
    ['due', '2026-11-21', '2026-11-20', '09:00:00'],
    ['stale', '2026-11-20', '2026-11-21', '10:00:00'],
    ['stale', '2026-11-21', '2026-11-19', '09:00:00'],
    ['stale', null, '2026-10-01', '09:00:00'],
  ])('is %s with grab through %s and gojek through %s at %s: the one behind decides', (state, grab, gojek, time) => {
    expect(stateAt(inBali(time), grab, gojek)).toBe(state);
  });

  it('goes by the days and hours of the business', () => {
    const instant = new Date('2026-11-22T01:00:00.000Z');
    expect(stateAt(instant, '2026-11-20', '2026-11-20')).toBe('due');
    expect(stateAt(instant, '2026-11-20', '2026-11-20', { timeZone: 'Asia/Tokyo' })).toBe('stale');
    expect(stateAt(instant, '2026-11-20', '2026-11-20', { timeZone: 'America/Santiago' })).toBe('fresh');
  });

  it.each([
    [5, '12:00:00', 'fresh'],
    [6, '12:00:00', 'stale'],
    [6, '09:29:59', 'due'],
  ])('counts yesterday as here when no more than half are missing: %d of 10 at %s', (missing, time, state) => {
    expect(stateAt(inBali(time), '2026-11-21', '2026-11-21', { missing })).toBe(state);
  });
});
