import { describe, expect, it } from '@jest/globals';
import { compareNames } from './compare-names.js';

describe('names', () => {
  it('are sorted by letters, then by accents and case, with digits as numbers', () => {
    const sorted = ['Ayam', 'cafe 2', 'Café 2', 'Cafe 10', 'Zebra', 'Äpfel']
      .toSorted()
      .toReversed()
      .toSorted(compareNames);
    expect(sorted).toEqual(['Äpfel', 'Ayam', 'cafe 2', 'Café 2', 'Cafe 10', 'Zebra']);
  });
});
