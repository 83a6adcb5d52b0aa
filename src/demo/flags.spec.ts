import { describe, expect, it } from '@jest/globals';
import { readFlags } from './flags.js';

describe('readFlags', () => {
  it('has a default for the port only', () => {
    expect(readFlags([])).toEqual({ port: 4010 });
  });

  it('reads every flag', () => {
    const args = [
      '--port',
      '0',
      '--api-key',
      'k',
      '--delay-ms=150',
      '--collection',
      'failing',
      '--restaurants',
      '5',
      '--now',
      '2026-11-22T06:00:00Z',
    ];
    expect(readFlags(args)).toEqual({
      port: 0,
      'api-key': 'k',
      'delay-ms': 150,
      collection: 'failing',
      restaurants: 5,
      now: new Date('2026-11-22T06:00:00Z'),
    });
  });

  it.each([
    ['--port', '65536'],
    ['--port', ''],
    ['--delay-ms', '1.5'],
    ['--collection', 'sometimes'],
    ['--restaurants', '0'],
    ['--api-key', ''],
    ['--now', '2026-11-22'],
    ['--unknown', 'x'],
    ['a positional one'],
  ])('rejects %s %s', (...args) => {
    expect(() => readFlags(args)).toThrow();
  });
});
