import { wordsIn } from '../../locales/language.js';
import type { Language, Plural } from '../../locales/words.js';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Our words where AdminJS looks for them, for one language: a page carries no other. */
export function localeFor(language: Language) {
  const { vendor, panel } = wordsIn(language);
  return {
    language,
    availableLanguages: [language],
    translations: {
      [language]: forI18next({
        actions: { ...vendor.actions, ...panel.actions },
        buttons: vendor.buttons,
        components: vendor.components,
        labels: { ...vendor.labels, ...panel.navigation, ...panel.values, action: panel.actionsDone },
        properties: { ...vendor.properties, ...panel.fields },
        messages: { ...vendor.messages, guards: panel.guards, hints: panel.hints, ours: ours(language) },
        resources: titles(language),
      }),
    },
  };
}

/** What our own components in the browser say. */
function ours(language: Language): Tree {
  const { panel, pages } = wordsIn(language);
  return { ...panel.ours, logout: pages.account.logout, otherLanguage: pages.otherLanguage };
}

/** A list is called by its table, and a form for a new row by what it makes. */
function titles(language: Language): Tree {
  const { navigation, create } = wordsIn(language).panel;
  return Object.fromEntries(
    Object.entries(navigation).map(([id, list]) => [
      id,
      { actions: { list, ...(id in create && { new: create[id as keyof typeof create] }) } },
    ]),
  );
}

/** i18next keeps the forms of a plural beside each other: `key_one`, `key_few`. */
function forI18next(words: object): Tree {
  return Object.fromEntries<string | Tree>(
    Object.entries(words as Record<string, string | object>).flatMap(([key, value]): [string, string | Tree][] => {
      if (typeof value === 'string') return [[key, value]];
      if (isPlural(value)) return Object.entries(value).map(([form, text]) => [`${key}_${form}`, text]);
      return [[key, forI18next(value)]];
    }),
  );
}

function isPlural(value: object): value is Plural {
  return 'one' in value && 'other' in value;
}
