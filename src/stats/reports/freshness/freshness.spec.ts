import { describe, expect, it } from '@jest/globals';
import type { FirstCopyProgress } from './freshness.dto.js';
import { describeFreshness, judgeFreshness } from './freshness.js';
import { toDay } from '../../../domain/index.js';

/** Returns the instant of a time of day on 22 November 2026 in Bali. */
const inBali = (time: string) => new Date(`2026-11-22T${time}+08:00`);

const NONE_MISSING = { expected: 10, missing: 0 };

function stateAt(
  now: Date,
  grab: string | null,
  gojek: string | null,
  { timeZone = 'Asia/Makassar', expected = 10, missing = 0, firstCopy = null as FirstCopyProgress | null } = {},
) {
  const input = {
    firstCopy,
    dueBy: '09:30',
    demo: false,
    syncedAt: '2026-11-21T01:00:00.000Z',
    grabThrough: grab === null ? null : toDay(grab),
    gojekThrough: gojek === null ? null : toDay(gojek),
    yesterday: { expected, missing },
  };
  return judgeFreshness(input, now, timeZone).state;
}

describe('judgeFreshness', () => {
  it('reports the last day of each platform separately from the time of the copy', () => {
    const input = {
      demo: true,
      firstCopy: null,
      dueBy: '09:30',
      syncedAt: '2026-11-22T01:00:00.000Z',
      grabThrough: toDay('2026-11-21'),
      gojekThrough: null,
      yesterday: NONE_MISSING,
    };
    expect(judgeFreshness(input, inBali('12:00:00'), 'Asia/Makassar')).toEqual({
      demo: true,
      syncedAt: '2026-11-22T01:00:00.000Z',
      dataThrough: { grab: '2026-11-21', gojek: null },
      yesterday: { date: '2026-11-21', ...NONE_MISSING },
      dueBy: '09:30',
      firstCopy: null,
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
    ['late', '2026-11-20', '2026-11-20', '09:30:00'],
    ['late', '2026-11-20', '2026-11-20', '23:59:59'],
    ['stale', '2026-11-19', '2026-11-19', '00:00:00'],
    ['due', '2026-11-21', '2026-11-20', '09:00:00'],
    ['late', '2026-11-20', '2026-11-21', '10:00:00'],
    ['stale', '2026-11-19', '2026-11-21', '10:00:00'],
    ['stale', '2026-11-21', '2026-11-19', '09:00:00'],
    ['stale', null, '2026-10-01', '09:00:00'],
  ])(
    'is %s with grab through %s and gojek through %s at %s, because the earlier platform decides',
    (state, grab, gojek, time) => {
      expect(stateAt(inBali(time), grab, gojek)).toBe(state);
    },
  );

  it('uses the days and hours of the business time zone', () => {
    const instant = new Date('2026-11-22T01:00:00.000Z');
    expect(stateAt(instant, '2026-11-20', '2026-11-20')).toBe('due');
    expect(stateAt(instant, '2026-11-20', '2026-11-20', { timeZone: 'Asia/Tokyo' })).toBe('late');
    expect(stateAt(instant, '2026-11-20', '2026-11-20', { timeZone: 'America/Santiago' })).toBe('fresh');
  });

  it.each([
    [0, '09:29:59', 'fresh'],
    [1, '09:29:59', 'due'],
    [1, '09:30:00', 'late'],
    [5, '12:00:00', 'late'],
    [6, '12:00:00', 'stale'],
    [6, '09:29:59', 'due'],
  ])(
    'is complete only when nobody is missing yesterday, and stale when most are: %d of 10 at %s',
    (missing, time, state) => {
      expect(stateAt(inBali(time), '2026-11-21', '2026-11-21', { missing })).toBe(state);
      if (missing === 6) expect(stateAt(inBali(time), '2026-11-20', '2026-11-20', { missing })).toBe(state);
    },
  );

  it('is late, not stale, while one restaurant misses nothing but yesterday, on one platform or both', () => {
    const one = { expected: 1, missing: 1 };
    expect(stateAt(inBali('12:00:00'), '2026-11-21', '2026-11-20', one)).toBe('late');
    expect(stateAt(inBali('12:00:00'), '2026-11-20', '2026-11-20', one)).toBe('late');
    expect(stateAt(inBali('12:00:00'), '2026-11-21', '2026-11-19', one)).toBe('stale');
    expect(stateAt(inBali('12:00:00'), '2026-11-21', '2026-11-20', { expected: 2, missing: 2 })).toBe('stale');
  });

  it('is stale without yesterday where nobody is expected yet', () => {
    expect(stateAt(inBali('12:00:00'), '2026-11-20', '2026-11-20', { expected: 0 })).toBe('stale');
    expect(stateAt(inBali('12:00:00'), '2026-11-21', '2026-11-21', { expected: 0 })).toBe('fresh');
  });

  it('makes no statement about days before the first copy has ended', () => {
    const firstCopy = { copied: 17, total: 127 };
    expect(stateAt(inBali('12:00:00'), '2025-08-29', '2025-08-29', { firstCopy })).toBe('copying');
    expect(stateAt(inBali('12:00:00'), '2026-11-21', '2026-11-21', { firstCopy, missing: 9 })).toBe('copying');
    expect(stateAt(inBali('12:00:00'), null, null, { firstCopy: { copied: 0, total: 127 } })).toBe('never');
  });
});

describe('describeFreshness', () => {
  const facts = {
    dueBy: '09:30',
    demo: false,
    syncedAt: null,
    grabThrough: toDay('2026-11-21'),
    gojekThrough: toDay('2026-11-21'),
  };
  it.each([
    ['complete', 'The data are complete through 2026-11-21.', { missing: 0 }, '12:00:00'],
    ['due', '9 of 10 restaurants have reported 2026-11-21; the day is expected by 09:30.', { missing: 1 }, '08:00:00'],
    ['late', '9 of 10 restaurants have reported 2026-11-21.', { missing: 1 }, '12:00:00'],
    [
      'of most restaurants late',
      'Most restaurants are late: 1 of 10 restaurants have reported 2026-11-21.',
      { missing: 9 },
      '12:00:00',
    ],
    [
      'stale',
      'The data are old: Grab reaches 2026-11-18, GoJek reaches 2026-11-21; 1 of 10 restaurants have reported 2026-11-21.',
      { missing: 9, grabThrough: toDay('2026-11-18') },
      '12:00:00',
    ],
  ])('says what is missing when the data are %s', (_, sentence, { missing, ...through }, time) => {
    const input = { ...facts, ...through, firstCopy: null, yesterday: { expected: 10, missing } };
    expect(describeFreshness(judgeFreshness(input, inBali(time), 'Asia/Makassar'))).toBe(sentence);
  });

  it('says how far the first copy has come', () => {
    const input = { ...facts, firstCopy: { copied: 17, total: 127 }, yesterday: NONE_MISSING };
    expect(describeFreshness(judgeFreshness(input, inBali('12:00:00'), 'Asia/Makassar'))).toBe(
      'First copy: 17 of 127 restaurants.',
    );
  });
});
