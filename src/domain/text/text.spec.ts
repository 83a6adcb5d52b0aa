import { describe, expect, it } from '@jest/globals';
import { findNameProblem, findTextProblem, toStorableText } from './text.js';

describe('text', () => {
  it.each(['', ' ', 'Warung `Bu Komang`', 'Kopi ☕️ 👩‍🍳', 'a\nb\tc', '\u0001', 'Đà Nẵng'])(
    'accepts the text %j, which every database stores',
    (text) => {
      expect(findTextProblem(text)).toBeNull();
      expect(toStorableText(text)).toBe(text);
    },
  );

  it.each([
    ['a\0b', 'must not contain the character U+0000', 'a\uFFFDb'],
    ['a\uD83D', 'must not contain half a character', 'a\uFFFD'],
    ['\uDE00a', 'must not contain half a character', '\uFFFDa'],
    ['\uDE00\uD83D', 'must not contain half a character', '\uFFFD\uFFFD'],
  ])('rejects the text %j and makes it storable', (text, problem, storable) => {
    expect(findTextProblem(text)).toBe(problem);
    expect(findNameProblem(text)).toBe(problem);
    expect(toStorableText(text)).toBe(storable);
  });

  it.each([
    ['', 'must not be empty'],
    [' \t\u00A0', 'must not be empty'],
    ['x'.repeat(201), 'may have at most 200 characters'],
    ['Caf\uFFFD', 'must not contain the character U+FFFD'],
    ['Kopi\nOmbak', 'must not contain a line break'],
    ['Kopi\u2028Ombak', 'must not contain a line break'],
  ])('rejects the name %j', (name, problem) => {
    expect(findNameProblem(name)).toBe(problem);
  });

  it.each([' Kopi ', 'x'.repeat(200), '👩‍🍳'])('accepts the name %j verbatim', (name) => {
    expect(findNameProblem(name)).toBeNull();
  });
});
