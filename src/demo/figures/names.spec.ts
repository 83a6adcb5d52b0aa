import { describe, expect, it } from '@jest/globals';
import { restaurantNames } from './names.js';

describe('restaurantNames', () => {
  it('returns 127 distinct names with unusual ones among them', () => {
    const names = restaurantNames(127);
    expect(new Set(names).size).toBe(127);
    for (const odd of ['`', "'", '"', '&', '/', '#', '?', '%', '+', '(', '\\', '<', '=', 'é', '🍕']) {
      expect([odd, names.some((name) => name.includes(odd))]).toEqual([odd, true]);
    }
    expect(names.some((name) => /\p{Script=Cyrillic}/u.test(name))).toBe(true);
    expect(names.some((name) => name.startsWith(' '))).toBe(true);
    expect(names.some((name) => name.endsWith(' '))).toBe(true);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(126);
  });

  it('keeps the first names and stays distinct up to 10,000', () => {
    const names = restaurantNames(10_000);
    expect(new Set(names).size).toBe(10_000);
    expect(names.slice(0, 127)).toEqual(restaurantNames(127));
  });
});
