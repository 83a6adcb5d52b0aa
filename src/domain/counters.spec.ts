import { expect, it } from '@jest/globals';
import { COUNTER_NAMES, COUNTERS, countsOf } from './counters.js';

it('lists each counter once, by name and by column', () => {
  expect(new Set(COUNTER_NAMES).size).toBe(COUNTERS.length);
  expect(new Set(COUNTERS.map(({ column }) => column)).size).toBe(COUNTERS.length);
});

it('returns every counter of an object and no other field', () => {
  const item = { id: 7, inserted: 3, missingUpstream: 1 };
  expect(countsOf(item)).toEqual({
    inserted: 3,
    updated: 0,
    unchanged: 0,
    deleted: 0,
    quarantined: 0,
    missingUpstream: 1,
    ignored: 0,
  });
});
