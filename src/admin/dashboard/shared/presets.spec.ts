import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { presetPeriod, PRESETS, type Preset } from './presets.js';
import { addDays, toDay, toDayNumber, fromDayNumber, countDays } from '../../../domain/index.js';

const anyDay = fc
  .integer({ min: toDayNumber(toDay('2020-01-01')), max: toDayNumber(toDay('2090-01-01')) })
  .map(fromDayNumber);

describe('a preset', () => {
  // 23 November 2026 is a Monday.
  it.each<[string, Preset, string, string, boolean]>([
    ['2026-11-23', '7d', '2026-11-16', '2026-11-22', false],
    ['2026-11-23', '30d', '2026-10-24', '2026-11-22', false],
    ['2026-11-23', '90d', '2026-08-25', '2026-11-22', false],
    ['2026-11-23', '365d', '2025-11-23', '2026-11-22', false],
    ['2026-11-23', 'yesterday', '2026-11-22', '2026-11-22', false],
    ['2026-11-23', 'this-week', '2026-11-16', '2026-11-22', true],
    ['2026-11-24', 'this-week', '2026-11-23', '2026-11-23', false],
    ['2026-11-29', 'this-week', '2026-11-23', '2026-11-28', false],
    ['2026-11-23', 'last-week', '2026-11-16', '2026-11-22', false],
    ['2026-11-29', 'last-week', '2026-11-16', '2026-11-22', false],
    ['2026-11-23', 'month', '2026-11-01', '2026-11-22', false],
    ['2026-11-02', 'month', '2026-11-01', '2026-11-01', false],
    ['2026-12-01', 'month', '2026-11-01', '2026-11-30', true],
    ['2026-11-23', 'last-month', '2026-10-01', '2026-10-31', false],
    ['2026-01-15', 'last-month', '2025-12-01', '2025-12-31', false],
    ['2028-03-01', 'month', '2028-02-01', '2028-02-29', true],
    ['2026-01-01', 'month', '2025-12-01', '2025-12-31', true],
  ])('on %s, preset %s is %s to %s', (today, preset, from, to, fallback) => {
    expect(presetPeriod(preset, toDay(today))).toEqual({ from, to, fallback });
  });

  it('is never empty and never reaches today', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...PRESETS), (today, preset) => {
        const { from, to } = presetPeriod(preset, today);
        expect(from <= to).toBe(true);
        expect(to < today).toBe(true);
      }),
    );
  });

  it('runs from Monday to Sunday for a week, and has the number of days of its name', () => {
    fc.assert(
      fc.property(anyDay, (today) => {
        const weekday = (date: string) => new Date(date).getUTCDay();
        const week = presetPeriod('last-week', today);
        expect([weekday(week.from), weekday(week.to), countDays(week)]).toEqual([1, 0, 7]);
        const running = presetPeriod('this-week', today);
        expect(weekday(running.from)).toBe(1);
        expect(running.fallback).toBe(weekday(today) === 1);
        expect(running.to).toBe(addDays(today, -1));
        for (const days of ['7d', '30d', '90d', '365d'] as const) {
          expect(countDays(presetPeriod(days, today))).toBe(Number.parseInt(days, 10));
        }
      }),
    );
  });
});
