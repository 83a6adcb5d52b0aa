import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  dayAt,
  endOfMonth,
  fromDayNumber,
  maxDay,
  minDay,
  parseDay,
  startOfDay,
  startOfMonth,
  startOfWeek,
  timeOfDayAt,
  toDay,
  toDayNumber,
  yesterdayAt,
} from './day.js';
import { DaySchema } from '../../platform/http/index.js';

const BALI = 'Asia/Makassar';

const anyDay = fc
  .integer({ min: toDayNumber(toDay('2000-01-01')), max: toDayNumber(toDay('2099-12-31')) })
  .map(fromDayNumber);

describe('day', () => {
  it.each(['2026-11-21', '2000-01-01', '2099-12-31', '2024-02-29', '2000-02-29'])('accepts %s', (text) => {
    expect(parseDay(text)).toBe(text);
    expect(toDay(text)).toBe(text);
    expect(DaySchema.parse(text)).toBe(text);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '1999-12-31',
    '2100-02-29',
    '2100-01-01',
    '2026-1-1',
    '20261121',
    '2026-11-21T00:00:00Z',
    ' 2026-11-21',
    '2026-11-21\n',
    '٢٠٢٦-11-21',
    'abc',
    '',
  ])('rejects %j', (text) => {
    expect(parseDay(text)).toBeNull();
    expect(() => toDay(text)).toThrow(new RangeError(`not a day: ${text}`));
    expect(DaySchema.safeParse(text).error?.issues[0]?.message).toBe(
      'must be a calendar day YYYY-MM-DD from 2000 to 2099',
    );
  });

  it('accepts exactly the dates that the calendar has', () => {
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.nat(14), fc.nat(33), (year, month, dayOfMonth) => {
        const leap = month === 2 && year % 4 === 0 ? 1 : 0;
        const length = (lengths[month - 1] ?? 0) + (lengths[month - 1] ? leap : 0);
        const text = `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
        expect(parseDay(text)).toBe(dayOfMonth >= 1 && dayOfMonth <= length ? text : null);
      }),
      { numRuns: 1000 },
    );
  });

  it('converts to a day number and back', () => {
    expect(toDayNumber(toDay('2000-03-01')) - toDayNumber(toDay('2000-02-28'))).toBe(2);
    fc.assert(fc.property(anyDay, (value) => expect(fromDayNumber(toDayNumber(value))).toBe(value)));
  });

  it('adds and subtracts days in the order of the calendar', () => {
    expect(addDays(toDay('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(toDay('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addDays(toDay('2026-01-01'), -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -1100, max: 1100 }), (value, days) => {
        const moved = addDays(value, days);
        expect(addDays(moved, -days)).toBe(value);
        expect(Math.sign(moved < value ? -1 : moved > value ? 1 : 0)).toBe(Math.sign(days));
        expect([minDay(value, moved), maxDay(value, moved)]).toEqual(days < 0 ? [moved, value] : [value, moved]);
      }),
    );
  });
});

describe('month and week of a day', () => {
  it('begin and end on days of the calendar', () => {
    const day = toDay('2024-02-29');
    expect([startOfMonth(day), endOfMonth(day)]).toEqual(['2024-02-01', '2024-02-29']);
    expect([startOfMonth(day, 11), startOfMonth(day, -2)]).toEqual(['2025-01-01', '2023-12-01']);
    const week = ['2026-11-23', '2026-11-26', '2026-11-29', '2026-11-30'];
    expect(week.map((text) => startOfWeek(toDay(text)))).toEqual([
      ...['2026-11-23', '2026-11-23', '2026-11-23'],
      '2026-11-30',
    ]);
  });
});

describe('start of a day', () => {
  it.each([
    ['Asia/Makassar', '2026-11-21', '2026-11-20T16:00:00.000Z'],
    ['UTC', '2026-11-21', '2026-11-21T00:00:00.000Z'],
    // The clocks change at 01:00 UTC: the day before and the day itself begin by the earlier offset.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    // The clocks change some hours after midnight UTC and before midnight in Los Angeles or Auckland.
    ['America/Los_Angeles', '2026-03-08', '2026-03-08T08:00:00.000Z'],
    ['Pacific/Auckland', '2026-04-05', '2026-04-04T11:00:00.000Z'],
  ])('in %s on %s is %s', (zone, day, instant) => {
    expect(startOfDay(toDay(day), zone)).toBe(instant);
  });
});

describe('day at an instant', () => {
  it('has a time of day in each time zone', () => {
    const instant = new Date('2026-11-21T16:05:00Z');
    expect([timeOfDayAt(instant, BALI), timeOfDayAt(instant, 'Europe/Berlin')]).toEqual(['00:05', '17:05']);
  });

  it.each([
    ['2026-11-21T15:59:59.999Z', '2026-11-21'],
    ['2026-11-21T16:00:00.000Z', '2026-11-22'],
    ['2026-11-22T01:00:00.000Z', '2026-11-22'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('at %s is %s in Bali', (instant, expected) => {
    expect(dayAt(new Date(instant), BALI)).toBe(expected);
    expect(yesterdayAt(new Date(instant), BALI)).toBe(addDays(toDay(expected), -1));
  });

  it.each([
    // Spring forward and fall back at 01:00 UTC.
    ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26'],
    // 5 April ends an hour late: at midnight the clocks go back to 23:00.
    ['America/Santiago', '2026-04-05T02:59:59Z', '2026-04-04'],
    ['America/Santiago', '2026-04-05T03:00:00Z', '2026-04-04'],
    ['America/Santiago', '2026-04-05T04:00:00Z', '2026-04-05'],
  ])('follows the clock changes of %s at %s', (zone, instant, expected) => {
    expect(dayAt(new Date(instant), zone)).toBe(expected);
    expect(yesterdayAt(new Date(instant), zone)).toBe(addDays(toDay(expected), -1));
  });

  it('in Bali is the UTC day eight hours later', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 30) }), (ms) => {
        expect(dayAt(new Date(ms), BALI)).toBe(new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10));
      }),
    );
  });
});
