import { describe, expect, it } from '@jest/globals';
import { axisLabels, holidaysOn, weekendsOf } from './time-axis.js';
import { listDays, toDay } from '../../../domain/index.js';

const days = (from: string, to: string) =>
  listDays({ from: toDay(from), to: toDay(to) }).map((day) => ({ from: day, to: day }));
const labels = (from: string, to: string) => axisLabels(days(from, to)).map(({ kind, day }) => `${kind} ${day}`);

describe('axisLabels', () => {
  it('labels the first, the middle and the last day of a short period', () => {
    expect(labels('2026-11-01', '2026-11-30')).toEqual(['day 2026-11-01', 'day 2026-11-15', 'day 2026-11-30']);
    expect(labels('2026-11-01', '2026-11-01')).toEqual(['day 2026-11-01']);
    expect(axisLabels([])).toEqual([]);
  });

  it('labels months, with the year at its first label', () => {
    expect(labels('2025-10-20', '2026-01-10')).toEqual(['year 2025-11-01', 'month 2025-12-01', 'year 2026-01-01']);
  });

  it('leaves the year out at a single month before a new year, where the two years would collide', () => {
    expect(labels('2025-11-20', '2026-02-10')).toEqual(['month 2025-12-01', 'year 2026-01-01', 'month 2026-02-01']);
  });

  it('leaves months out where labels would collide', () => {
    expect(labels('2025-01-01', '2026-12-31').length).toBeLessThanOrEqual(7);
  });

  it('finds the month that begins inside a week', () => {
    const weeks = [
      { from: toDay('2026-09-28'), to: toDay('2026-10-04') },
      { from: toDay('2026-10-05'), to: toDay('2026-11-15') },
    ];
    expect(axisLabels(weeks)).toEqual([
      { at: 0, kind: 'year', day: '2026-10-01' },
      { at: 1, kind: 'month', day: '2026-11-01' },
    ]);
  });
});

it('finds weekends and holidays', () => {
  expect(weekendsOf(listDays({ from: toDay('2026-11-20'), to: toDay('2026-11-23') }))).toEqual([1, 2]);
  expect(holidaysOn(toDay('2026-03-19'))).toEqual(['nyepi']);
  expect(holidaysOn(toDay('2026-03-18'))).toEqual([]);
});
