import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLenientJson } from './lenient-json.js';

describe('parseLenientJson', () => {
  it('turns bare tokens into strings and keeps tokens inside strings', () => {
    expect(parseLenientJson('{"a": NaN, "b": [-Infinity,Infinity], "NaN": "say \\"NaN\\" or \\\\", "c": NaN}')).toEqual(
      {
        a: 'NaN',
        b: ['-Infinity', 'Infinity'],
        NaN: 'say "NaN" or \\',
        c: 'NaN',
      },
    );
  });

  it.each(['', '{"a": NaN', '{"a": NaNa}', '{"a": --Infinity}', '"NaN', '{"a": "NaN}', '<html>NaN</html>', '\\"NaN'])(
    'throws for %p',
    (text) => {
      expect(() => parseLenientJson(text)).toThrow(SyntaxError);
    },
  );

  it('takes linear time for hostile text', () => {
    expect(() => parseLenientJson('"' + '\\"'.repeat(2_000_000))).toThrow(SyntaxError);
    expect(() => parseLenientJson('['.repeat(2_000_000))).toThrow(SyntaxError);
  });

  it('parses valid JSON unchanged', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseLenientJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
