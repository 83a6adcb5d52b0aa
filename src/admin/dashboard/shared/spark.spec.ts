import { describe, expect, it } from '@jest/globals';
import { sparkHeights, sparkOf } from './spark.js';

describe('a spark line', () => {
  it('runs from zero to the largest value, gaps stay gaps', () => {
    expect(sparkHeights(sparkOf([0, 50, null, 100]))).toEqual([0, expect.closeTo(0.5, 1), null, 1]);
  });

  it('of nothing, zeroes and refunds is flat', () => {
    expect(sparkOf([])).toBe('');
    expect(sparkOf([null, null])).toBe('--');
    expect(sparkOf([0, -5])).toBe('00');
  });

  it('of a year has means of the days that are known', () => {
    const year = Array.from({ length: 360 }, (_, at) => (at < 180 ? (at % 2 ? null : 10) : 20));
    expect(sparkOf(year)).toHaveLength(36);
    expect(new Set(sparkHeights(sparkOf(year)))).toEqual(new Set([18 / 35, 1]));
  });
});
