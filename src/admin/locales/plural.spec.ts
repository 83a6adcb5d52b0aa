import { describe, expect, it } from '@jest/globals';
import { pluralEn, pluralRu } from './plural.js';

describe('a plural', () => {
  it.each([
    [1, 'ресторан'],
    [2, 'ресторана'],
    [5, 'ресторанов'],
    [11, 'ресторанов'],
    [21, 'ресторан'],
    [112, 'ресторанов'],
    [0, 'ресторанов'],
  ])('of %i is %s', (count, word) => {
    expect(pluralRu(count, 'ресторан', 'ресторана', 'ресторанов')).toBe(word);
  });

  it('in English has two forms', () => {
    expect([0, 1, 2].map((count) => pluralEn(count, 'day', 'days'))).toEqual(['days', 'day', 'days']);
  });
});
