import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { en } from './en/index.js';
import { ru } from './ru/index.js';
import { counted, type Language } from './words.js';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every text by its path; the forms of a plural are one text. */
function texts(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree as Tree).flatMap(([key, value]): [string, string][] => {
      const at = `${path}/${key}`;
      if (typeof value === 'string') return [[at, value]];
      if ('one' in value && 'other' in value) return [[at, Object.values(value as Record<string, string>).join('|')]];
      return [...texts(value, at)];
    }),
  );
}

const english = texts(en);
const russian = texts(ru);

/** Names, and words that are the same in both. */
const SAME = /^\/pages\/product$|\/email$|Telegram$|\/none$|\/rules\/[^/]*$|\/otherLanguage$/;

/** Of AdminJS's own words those that no page of ours can show. */
const UNUSED =
  /^\/components\/(Login|LanguageSelector)\/|^\/labels\/(admin|app)Version$|_(title|subtitle)$|^\/buttons\/(login|contactUs|seeTheDocumentation)$|^\/messages\/invalidCredentials$/;

describe('the words', () => {
  it("are all of AdminJS's own that can be shown", () => {
    const file = createRequire(import.meta.url)
      .resolve('adminjs')
      .replace('index.js', 'lib/locale/en/translation.json');
    const theirs = texts(JSON.parse(readFileSync(file, 'utf8')) as object);
    const ours = texts(en.vendor);
    const missing = [...theirs.keys()].filter((path) => !UNUSED.test(path) && !ours.has(path.replace(/_plural$/, '')));
    expect(missing).toEqual([]);
  });

  it('are the same in both languages, key for key', () => {
    expect([...russian.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('are in Russian where they are Russian', () => {
    const foreign = [...russian].filter(([path, text]) => !SAME.test(path) && !/[а-яё№]/i.test(text));
    expect(foreign).toEqual([]);
    expect([...english].filter(([path, text]) => !SAME.test(path) && /[а-яё]/i.test(text))).toEqual([]);
  });

  it('have the same placeholders', () => {
    const placeholders = (text = '') => [...new Set(text.match(/\{+\w+\}+/g) ?? [])].sort();
    for (const [path, text] of english)
      expect([path, placeholders(russian.get(path))]).toEqual([path, placeholders(text)]);
  });

  it('have every form of a plural that their language knows', () => {
    const missing = (tree: object, forms: readonly string[], path = ''): string[] =>
      Object.entries(tree as Tree).flatMap(([key, value]) => {
        if (typeof value === 'string') return [];
        const at = `${path}/${key}`;
        if ('one' in value && 'other' in value)
          return forms.filter((form) => !(form in value)).map((form) => `${at}/${form}`);
        return missing(value, forms, at);
      });
    const formsOf = (language: Language) => new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    expect(missing(ru, formsOf('ru'))).toEqual([]);
    expect(missing(en, formsOf('en'))).toEqual([]);
  });

  it.each([
    [1, 'Изменён 1 клиент', '1 client changed'],
    [2, 'Изменены 2 клиента', '2 clients changed'],
    [5, 'Изменено 5 клиентов', '5 clients changed'],
    [11, 'Изменено 11 клиентов', '11 clients changed'],
    [21, 'Изменён 21 клиент', '21 clients changed'],
    [1234, 'Изменены 1 234 клиента', '1,234 clients changed'],
  ])('count %d rightly', (count, inRussian, inEnglish) => {
    expect(counted('ru', ru.panel.done.changed, count).replace(/\s/g, ' ')).toBe(inRussian);
    expect(counted('en', en.panel.done.changed, count)).toBe(inEnglish);
  });
});
