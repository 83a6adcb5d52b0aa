import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.js';
import { id } from './id.js';
import { ReportWriter } from './report-writer.js';
import { ru } from './ru.js';
import type { WordKey } from './words.js';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Returns the names of the values that a message needs, those inside of plural forms included. */
function namesOf(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    // The parser's enum has 0 for plain text and 7 for the number of a plural form.
    const type: number = element.type;
    if (type === 0 || type === 7 || !('value' in element)) return [];
    const inside = 'options' in element ? Object.values(element.options).flatMap(({ value }) => namesOf(value)) : [];
    return [element.value, ...inside];
  });
}

function valuesOf(message: string): string[] {
  return [...new Set(namesOf(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()))].sort();
}

describe('the words of a report', () => {
  it.each([
    ['ru', ru],
    ['id', id],
  ])('need the same values as in English, key by key: %s', (_, words) => {
    for (const [key, message] of Object.entries(en)) {
      expect([key, valuesOf(words[key as WordKey])]).toEqual([key, valuesOf(message)]);
    }
  });

  it.each([
    [1, 'Данные за этот день есть.', 'полные данные есть за 1 из 1 дня.'],
    [2, 'Данные есть за все 2 дня.', 'полные данные есть за 1 из 2 дней.'],
    [21, 'Данные есть за все 21 день.', 'полные данные есть за 1 из 21 дня.'],
    [30, 'Данные есть за все 30 дней.', 'полные данные есть за 1 из 30 дней.'],
  ])('have the Russian forms of %d', (days, all, over) => {
    const writer = ReportWriter.of('ru');
    expect(writer.text('coverageAll', { days })).toBe(all);
    expect(writer.text('targetOver', { counted: 1, elapsed: days })).toContain(over);
  });
});
