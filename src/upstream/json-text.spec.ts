import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLooseJson } from './json-text.js';

describe('parseLooseJson', () => {
  it('turns bare tokens into strings, outside strings only', () => {
    expect(parseLooseJson('{"a": NaN, "b": [-Infinity,Infinity], "NaN": "say \\"NaN\\" or \\\\", "c": NaN}')).toEqual({
      a: 'NaN',
      b: ['-Infinity', 'Infinity'],
      NaN: 'say "NaN" or \\',
      c: 'NaN',
    });
  });

  it.each(['', '{"a": NaN', '{"a": NaNa}', '{"a": --Infinity}', '"NaN', '{"a": "NaN}', '<html>NaN</html>', '\\"NaN'])(
    'refuses %p',
    (text) => {
      expect(() => parseLooseJson(text)).toThrow(SyntaxError);
    },
  );

  it('is linear in hostile text', () => {
    expect(() => parseLooseJson('"' + '\\"'.repeat(2_000_000))).toThrow(SyntaxError);
    expect(() => parseLooseJson('['.repeat(2_000_000))).toThrow(SyntaxError);
  });

  it('leaves valid JSON alone', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseLooseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
