import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyPeriod, naiveDays } from '../../../test/support/periods.js';
import { calculateDelta, toPeriodComparison, type Comparison } from './comparison.js';
import { fromDayNumber, toDay, type Day } from './day.js';
import { countDays } from './period.js';

const weekday = (text: Day) => new Date(`${text}T00:00:00Z`).getUTCDay();

describe('comparison period', () => {
  const compared = (from: string, to: string, comparison: Comparison) =>
    toPeriodComparison({ from: toDay(from), to: toDay(to) }, { compare: comparison })?.period ?? null;

  it('shifts a day and a week back by one week, and eight days by two', () => {
    expect(compared('2026-11-21', '2026-11-21', 'previous')).toEqual({ from: '2026-11-14', to: '2026-11-14' });
    expect(compared('2026-11-15', '2026-11-21', 'previous')).toEqual({ from: '2026-11-08', to: '2026-11-14' });
    expect(compared('2026-11-14', '2026-11-21', 'previous')).toEqual({ from: '2026-10-31', to: '2026-11-07' });
  });

  it('shifts back by 364 days for year, and is null for none', () => {
    expect(compared('2026-11-15', '2026-11-21', 'year')).toEqual({ from: '2025-11-16', to: '2025-11-22' });
    expect(compared('2026-11-15', '2026-11-21', 'none')).toBeNull();
  });

  it('has the same length and weekdays, ends before the period and is the nearest such period', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        const previous = toPeriodComparison(period, {})?.period;
        const length = naiveDays(period).length;
        let shift = 7;
        while (shift < length) shift += 7;
        const before = (text: Day) => new Date(Date.parse(text) - shift * 86_400_000).toISOString().slice(0, 10);
        expect(previous).toEqual({ from: before(period.from), to: before(period.to) });
        expect(previous && previous.to < period.from).toBe(true);
        for (const other of [previous, toPeriodComparison(period, { compare: 'year' })?.period]) {
          expect(other && countDays(other)).toBe(countDays(period));
          expect(other && weekday(other.from)).toBe(weekday(period.from));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('comparison by months', () => {
  const compare = (from: string, to: string) => {
    const comparison = toPeriodComparison({ from: toDay(from), to: toDay(to) }, { compare: 'month' });
    const dayOf = (number: number) => fromDayNumber(number);
    return {
      period: comparison?.period,
      pairs: comparison?.pairedDays.map(({ from, to, shift }) => [dayOf(from), dayOf(to), dayOf(from - shift)]),
    };
  };

  it('pairs day n with day n and leaves days without counterpart out', () => {
    expect(compare('2026-11-01', '2026-11-21')).toEqual({
      period: { from: '2026-10-01', to: '2026-10-21' },
      pairs: [['2026-11-01', '2026-11-21', '2026-10-01']],
    });
    expect(compare('2026-03-01', '2026-03-31')).toEqual({
      period: { from: '2026-02-01', to: '2026-02-28' },
      pairs: [['2026-03-01', '2026-03-28', '2026-02-01']],
    });
  });

  it('shifts back by as many months as the period touches', () => {
    expect(compare('2026-02-01', '2026-03-15')).toEqual({
      period: { from: '2025-12-01', to: '2026-01-15' },
      pairs: [
        ['2026-02-01', '2026-02-28', '2025-12-01'],
        ['2026-03-01', '2026-03-15', '2026-01-01'],
      ],
    });
  });

  it('pairs the last days of two whole months when both have as many', () => {
    expect(compare('2026-08-01', '2026-08-31')).toEqual({
      period: { from: '2026-07-01', to: '2026-07-31' },
      pairs: [['2026-08-01', '2026-08-31', '2026-07-01']],
    });
  });

  it('rejects a period that does not start on the first of a month, naming the parameter', () => {
    expect(() => compare('2026-11-02', '2026-11-21')).toThrow(
      'compare: month needs a period that starts on the first of a month',
    );
  });
});

describe("comparison with a period of one's own", () => {
  const period = { from: toDay('2026-11-15'), to: toDay('2026-11-21') };

  it('starts on the given day and has the same length', () => {
    expect(toPeriodComparison(period, { compareFrom: toDay('2026-03-02') })?.period).toEqual({
      from: '2026-03-02',
      to: '2026-03-08',
    });
  });

  it('rejects another comparison beside it, naming the parameter', () => {
    expect(() => toPeriodComparison(period, { compare: 'year', compareFrom: toDay('2026-03-02') })).toThrow(
      'compareFrom: must not be given together with compare',
    );
  });
});

describe('delta', () => {
  it('is a fraction of the compared value', () => {
    expect([calculateDelta(150, 100), calculateDelta(0, 4), calculateDelta(-50, 100)]).toEqual([0.5, -1, -1.5]);
  });

  it('is null when the compared value is not above 0 or either value is null', () => {
    for (const compared of [0, -5, null]) expect(calculateDelta(5, compared)).toBeNull();
    expect(calculateDelta(null, 100)).toBeNull();
  });
});
