import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCount, parseMoney, formatSen } from './decimal.js';

describe('parseMoney', () => {
  it.each<[unknown, number | null]>([
    ['249150.00', 24_915_000],
    ['0.29', 29],
    ['1.1', 110],
    ['+7', 700],
    ['-1500.25', -150_025],
    ['-0.00', 0],
    ['000000000000012', 1200],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
    ['-90071992547409.91', -Number.MAX_SAFE_INTEGER],
    [1.15, 115],
    [-0, 0],
    [70368744177663.99, 7_036_874_417_766_399],
    [null, null],
    [undefined, null],
  ])('reads %p as %p sen', (value, sen) => {
    expect(parseMoney(value)).toBe(sen);
  });

  it.each<[unknown, string]>([
    ['', 'not_a_number'],
    [' 12 ', 'not_a_number'],
    ['12\n', 'not_a_number'],
    ['1,234,567.89', 'not_a_number'],
    ['1e3', 'not_a_number'],
    ['0x10', 'not_a_number'],
    ['.5', 'not_a_number'],
    ['5.', 'not_a_number'],
    ['--5', 'not_a_number'],
    ['١٢', 'not_a_number'],
    ['NaN', 'not_a_number'],
    [Number.NaN, 'not_a_number'],
    [Number.POSITIVE_INFINITY, 'out_of_range'],
    [1e21, 'out_of_range'],
    [-(2 ** 46), 'out_of_range'],
    [1e-7, 'not_a_number'],
    [true, 'not_a_number'],
    [{}, 'not_a_number'],
    [['1'], 'not_a_number'],
    ['12.5000000', 'too_many_decimals'],
    ['1249.000', 'too_many_decimals'],
    ['249.150', 'thousands_dot'],
    ['249.000', 'thousands_dot'],
    ['-1.249.150', 'thousands_dot'],
    [1.001, 'thousands_dot'],
    [0.1 + 0.2, 'too_many_decimals'],
    ['90071992547409.92', 'out_of_range'],
    ['1234567890123456', 'out_of_range'],
    ['9'.repeat(5000), 'out_of_range'],
  ])('rejects %p as %s', (value, reason) => {
    expect(parseMoney(value)).toBe(reason);
  });
});

describe('parseCount', () => {
  it.each<[unknown, number | null]>([
    ['12.00', 12],
    ['12', 12],
    [12, 12],
    ['+3', 3],
    ['-0', 0],
    [2_147_483_647, 2_147_483_647],
    [null, null],
    [undefined, null],
  ])('reads %p as %p', (value, count) => {
    expect(parseCount(value)).toBe(count);
  });

  it.each<[unknown, string]>([
    [-1, 'negative_count'],
    ['-3.00', 'negative_count'],
    ['1.5', 'too_many_decimals'],
    ['12.0000', 'too_many_decimals'],
    ['1.000', 'thousands_dot'],
    ['2147483648', 'out_of_range'],
    [1e20, 'out_of_range'],
    ['', 'not_a_number'],
    [false, 'not_a_number'],
  ])('rejects %p as %s', (value, reason) => {
    expect(parseCount(value)).toBe(reason);
  });
});

describe('parseMoney and parseCount with any input', () => {
  const decimalText = fc
    .tuple(fc.constantFrom('', '-', '+'), fc.stringMatching(/^\d{1,18}$/), fc.stringMatching(/^\d{0,6}$/))
    .map(([sign, whole, fraction]) => sign + whole + (fraction && `.${fraction}`));
  const nearlyDecimal = fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE xN') });
  const anything = fc.oneof(decimalText, nearlyDecimal, fc.double(), fc.integer(), fc.string(), fc.anything());

  it('never throw and never return a number that the input does not hold', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const sen = parseMoney(value);
        if (typeof sen === 'number') expect(micro(value)).toBe(BigInt(sen) * 10n ** 18n);
        else expect(sen === null).toBe(value === null || value === undefined);
        const count = parseCount(value);
        if (typeof count === 'number') expect(micro(value)).toBe(BigInt(count) * 10n ** 20n);
      }),
      { numRuns: 2000 },
    );
  });

  it('parses every amount of sen from its formatted text', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (sen) => {
        expect(parseMoney(formatSen(sen))).toBe(sen);
        expect(parseMoney(sen / 100)).toBe(Math.abs(sen / 100) < 2 ** 46 ? sen : 'out_of_range');
      }),
    );
  });

  /** Returns the exact value times 10^20, computed independently from the digits as BigInt. */
  function micro(value: unknown): bigint {
    const [whole = '', fraction = ''] = String(value).replace('+', '').split('.');
    return BigInt(
      (whole + fraction.slice(0, 20).padEnd(20, '0')).replace(/^-?0*(?=\d)/, (zeros) =>
        zeros.startsWith('-') ? '-' : '',
      ),
    );
  }
});
