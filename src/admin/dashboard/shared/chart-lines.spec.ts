import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitLine, type ChartValue } from './chart-lines.js';

const complete = (value: number | null): ChartValue => ({ value, isComplete: true });
const partial = (value: number | null): ChartValue => ({ value, isComplete: false });

describe('splitLine', () => {
  it('breaks the line at gaps and at incomplete values', () => {
    const values = [1, 2, null, 4, 5].map(complete);
    expect(splitLine(values)).toEqual({
      solid: [
        [0, 1],
        [3, 4],
      ],
      dashed: [],
      isolated: [],
      partial: [],
    });
    expect(splitLine([...values.slice(0, 2), partial(9), ...values.slice(3)])).toEqual({
      solid: [
        [0, 1],
        [3, 4],
      ],
      dashed: [
        [1, 2],
        [2, 3],
      ],
      isolated: [],
      partial: [2],
    });
  });

  it('never ends a solid part at an incomplete last value', () => {
    expect(splitLine([complete(1), complete(2), partial(1)])).toEqual({
      solid: [[0, 1]],
      dashed: [[1, 2]],
      isolated: [],
      partial: [2],
    });
  });

  it('shows each isolated value as a point', () => {
    expect(splitLine([complete(1)])).toEqual({ solid: [], dashed: [], isolated: [0], partial: [] });
    expect(splitLine([complete(null), complete(3), partial(null), complete(4)])).toEqual({
      solid: [],
      dashed: [],
      isolated: [1, 3],
      partial: [],
    });
  });

  it('draws every known value exactly once, and solid parts hold complete values only', () => {
    const value = fc.record({ value: fc.option(fc.integer()), isComplete: fc.boolean() });
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const { solid, isolated, partial: hollow } = splitLine(values);
        const inSolid = solid.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        const drawn = [...inSolid, ...isolated, ...hollow].sort((a, b) => a - b);
        expect(drawn).toEqual(values.flatMap(({ value: known }, index) => (known === null ? [] : [index])));
        for (const index of [...inSolid, ...isolated]) expect(values[index]?.isComplete).toBe(true);
      }),
    );
  });
});
