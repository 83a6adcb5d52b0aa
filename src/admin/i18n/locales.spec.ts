import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { IntlMessageFormat } from 'intl-messageformat';
import { dashboard as dashboardEn } from './en/dashboard.js';
import { en as panelEn } from './en/index.js';
import { dashboard as dashboardRu } from './ru/dashboard.js';
import { ru as panelRu } from './ru/index.js';
import { formatMessage } from './format-message.js';
import { messagesIn } from './language.js';
import { LANGUAGES, type Language } from './messages.js';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Returns every message of a catalogue by its path. */
function flatten(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree as Tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[`${path}/${key}`, value]] : [...flatten(value, `${path}/${key}`)],
    ),
  );
}

const CATALOGUES: Readonly<Record<Language, Map<string, string>>> = {
  en: flatten({ ...panelEn, dashboard: dashboardEn }),
  ru: flatten({ ...panelRu, dashboard: dashboardRu }),
};

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function parse(message: string): Element[] {
  return new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst();
}

/** Returns whether an element is plain text; the parser's enum has 0 for it. */
function isLiteral(element: Element): boolean {
  const type: number = element.type;
  return type === 0;
}

/** Returns every element of a message, those inside of plural forms included. */
function elementsOf(message: Element[]): Element[] {
  return message.flatMap((element) =>
    'options' in element
      ? [element, ...Object.values(element.options).flatMap(({ value }) => elementsOf(value))]
      : [element],
  );
}

/** Returns `name:type` of each placeholder of a message. */
function placeholdersOf(message: string): string[] {
  const placeholders = elementsOf(parse(message)).flatMap((element) =>
    'value' in element && !isLiteral(element) ? [`${element.value}:${element.type}`] : [],
  );
  return [...new Set(placeholders)].sort();
}

/** Names, and messages that are the same in both languages. */
const SAME =
  /\/product$|\/email$|[tT]elegram$|\/contactWhatsapp$|\/none$|\/record\/(statistics|audit)$|\/roas$|\/platforms\/(grab|gojek)$|\/progress$|\/unknownName$|\/rules\/[^/]*$|\/otherLanguage(Code)?$/;

/** The messages of AdminJS that no page of the panel can show. */
const UNUSED =
  /^\/components\/(Login|LanguageSelector)\/|^\/labels\/(admin|app)Version$|_(title|subtitle)$|^\/buttons\/(login|contactUs|seeTheDocumentation)$|^\/messages\/invalidCredentials$|\/createFirstRecord$|\/noRecords(InResource)?$/;

/** Words that docs/GLOSSARY.md bans from the screen. */
const BANNED: Readonly<Record<Language, RegExp>> = {
  en: /\bclients?\b|\bsources?\b|\bupstream\b|\brefus(e|al)|\bliteral|\bsweep|\bpanel\b|\bsilen(t|ce)\b/i,
  ru: /клиент|источник|апстрим|буквальн|частичн/i,
};

describe('the message catalogues', () => {
  it('translate every message of AdminJS that the panel can show', () => {
    const file = createRequire(import.meta.url)
      .resolve('adminjs')
      .replace('index.js', 'lib/locale/en/translation.json');
    const messagesOfAdminjs = flatten(JSON.parse(readFileSync(file, 'utf8')) as object);
    const ours = flatten(panelEn.adminjs);
    const missing = [...messagesOfAdminjs.keys()].filter(
      (path) => !UNUSED.test(path) && !ours.has(path.replace(/_plural$/, '')),
    );
    expect(missing).toEqual([]);
  });

  it('have the same keys in both languages', () => {
    expect([...CATALOGUES.ru.keys()].sort()).toEqual([...CATALOGUES.en.keys()].sort());
  });

  it('have the same placeholders in both languages, key by key', () => {
    for (const [path, message] of CATALOGUES.en) {
      expect([path, placeholdersOf(CATALOGUES.ru.get(path) ?? '')]).toEqual([path, placeholdersOf(message)]);
    }
  });

  it('are written in Russian letters in Russian only', () => {
    const foreign = [...CATALOGUES.ru].filter(([path, text]) => !SAME.test(path) && !/[а-яё№]/i.test(text));
    expect(foreign).toEqual([]);
    expect([...CATALOGUES.en].filter(([path, text]) => !SAME.test(path) && /[а-яё]/i.test(text))).toEqual([]);
  });

  it.each(LANGUAGES)('have no banned word on the screen in %s', (language) => {
    const withoutPlaceholders = (text: string) => text.replace(/\{\w+[,}]/g, '');
    const banned = [...CATALOGUES[language]].filter(([, text]) => BANNED[language].test(withoutPlaceholders(text)));
    expect(banned).toEqual([]);
  });

  it.each(LANGUAGES)('have every plural form of %s', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [path, message] of CATALOGUES[language]) {
      for (const element of elementsOf(parse(message))) {
        if (!('pluralType' in element)) continue;
        expect([path, Object.keys(element.options).sort()]).toEqual([path, [...forms].sort()]);
      }
    }
  });
});

describe('formatMessage', () => {
  it.each([
    [1, 'Изменён 1 ресторан', '1 restaurant changed'],
    [2, 'Изменены 2 ресторана', '2 restaurants changed'],
    [5, 'Изменено 5 ресторанов', '5 restaurants changed'],
    [11, 'Изменено 11 ресторанов', '11 restaurants changed'],
    [21, 'Изменён 21 ресторан', '21 restaurants changed'],
    [112, 'Изменено 112 ресторанов', '112 restaurants changed'],
    [0, 'Изменено 0 ресторанов', '0 restaurants changed'],
    [1234, 'Изменены 1 234 ресторана', '1,234 restaurants changed'],
  ])('writes %d with the plural form and the grouping of the language', (count, inRussian, inEnglish) => {
    const changed = (language: Language) => formatMessage(language, messagesIn(language).lists.done.changed, { count });
    expect(changed('ru').replace(/\s/g, ' ')).toBe(inRussian);
    expect(changed('en')).toBe(inEnglish);
  });
});
