import { describe, expect, it } from '@jest/globals';
import { sparkHeights, sparkOf } from './spark.js';

describe('a spark line', () => {
  it('runs from zero to the largest value and keeps gaps', () => {
    expect(sparkHeights(sparkOf([0, 50, null, 100]))).toEqual([0, expect.closeTo(0.5, 1), null, 1]);
  });

  it('is flat without values, with zeroes and with refunds', () => {
    expect(sparkOf([])).toBe('');
    expect(sparkOf([null, null])).toBe('--');
    expect(sparkOf([0, -5])).toBe('00');
  });

  it('has the means of the reported days for a whole year', () => {
    const year = Array.from({ length: 360 }, (_, at) => (at < 180 ? (at % 2 ? null : 10) : 20));
    expect(sparkOf(year)).toHaveLength(36);
    expect(new Set(sparkHeights(sparkOf(year)))).toEqual(new Set([18 / 35, 1]));
  });
});
