import { describe, expect, it } from '@jest/globals';
import { readFlags } from './flags.js';

describe('readFlags', () => {
  it('defaults the port only', () => {
    expect(readFlags([])).toEqual({ port: 4010 });
  });

  it('reads every flag', () => {
    const args = ['--port', '0', '--api-key', 'k', '--delay-ms=150', '--collection', 'failing', '--restaurants', '5'];
    expect(readFlags(args)).toEqual({
      port: 0,
      'api-key': 'k',
      'delay-ms': 150,
      collection: 'failing',
      restaurants: 5,
    });
  });

  it.each([
    ['--port', '65536'],
    ['--port', ''],
    ['--delay-ms', '1.5'],
    ['--collection', 'sometimes'],
    ['--restaurants', '0'],
    ['--api-key', ''],
    ['--unknown', 'x'],
    ['a positional one'],
  ])('refuses %s %s', (...args) => {
    expect(() => readFlags(args)).toThrow();
  });
});
