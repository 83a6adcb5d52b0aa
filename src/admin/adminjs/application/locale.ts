import { IntlMessageFormat } from 'intl-messageformat';
import { catalogueIn } from '../../i18n/language.js';
import type { Language } from '../../i18n/messages.js';
import type { ADMINJS_PAGES } from './adminjs-pages.js';

/** The type of an element of an ICU message that is plain text. */
const PLAIN_TEXT = 0;

interface Tree {
  readonly [key: string]: string | Tree;
}

/**
 * Returns the messages of one language in the tree that AdminJS reads. A page carries no other language.
 * @param timeZone the zone in which instants are shown, IANA; their labels name it.
 */
export function createLocale(language: Language, timeZone: string) {
  const { adminjs, lists } = catalogueIn(language);
  return {
    language,
    availableLanguages: [language],
    translations: {
      [language]: toI18next({
        actions: { ...adminjs.actions, ...lists.actions },
        buttons: adminjs.buttons,
        components: adminjs.components,
        labels: { ...adminjs.labels, ...lists.navigation, ...lists.values, action: lists.actionsDone },
        properties: { ...adminjs.properties, ...lists.fields, ...instantLabels(language, timeZone) },
        messages: {
          ...adminjs.messages,
          changed: lists.done.changed,
          guards: lists.guards,
          hints: lists.hints,
          controls: browserMessages(language),
        },
        resources: resourceMessages(language),
        pages: pageTitles(language),
      }),
    },
  };
}

function instantLabels(language: Language, timeZone: string): Tree {
  const { instants, bali } = catalogueIn(language).lists;
  const zone = timeZone === 'Asia/Makassar' ? bali : timeZone;
  return Object.fromEntries(Object.entries(instants).map(([name, label]) => [name, `${label} (${zone})`]));
}

/** Returns the texts of our components in the browser. */
function browserMessages(language: Language): Tree {
  const { controls, totals } = catalogueIn(language).lists;
  return { ...controls, totals };
}

/** Returns the titles of lists and of forms for a new row, and the names of values, by table. */
function resourceMessages(language: Language): Tree {
  const { navigation, create, fieldsOf, valuesOf } = catalogueIn(language).lists;
  return Object.fromEntries(
    Object.entries(navigation).map(([id, list]) => [
      id,
      {
        actions: { list, ...(id in create && { new: create[id as keyof typeof create] }) },
        ...(id in fieldsOf && { properties: fieldsOf[id as keyof typeof fieldsOf] }),
        ...(id in valuesOf && { labels: valuesOf[id as keyof typeof valuesOf] }),
      },
    ]),
  );
}

function pageTitles(language: Language): Record<keyof typeof ADMINJS_PAGES, string> {
  const { repair, legacySync } = catalogueIn(language).pages;
  return { gaps: repair.gaps.title, syncStatus: legacySync.title };
}

/** Turns ICU messages into i18next's texts, which have a key for each form of a plural: `key_one`, `key_few`. */
function toI18next(messages: Tree): Tree {
  return Object.fromEntries<string | Tree>(
    Object.entries(messages).flatMap(([key, value]): [string, string | Tree][] =>
      typeof value === 'string' ? i18nextTexts(key, value) : [[key, toI18next(value)]],
    ),
  );
}

/** Returns the i18next texts of an ICU message with their keys. Apart from placeholders it may be one plural over `count`. */
function i18nextTexts(key: string, message: string): [string, string][] {
  const elements = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst();
  const [first] = elements;
  if (first && 'options' in first) {
    return Object.entries(first.options).map(([form, { value }]) => [`${key}_${form}`, i18nextText(value)]);
  }
  return [[key, i18nextText(elements)]];
}

function i18nextText(elements: ReturnType<IntlMessageFormat['getAst']>): string {
  return elements
    .map((element) => {
      // A `#` inside a plural is the only element without a value.
      if (!('value' in element)) return '{{count}}';
      const type: number = element.type;
      return type === PLAIN_TEXT ? element.value : `{{${element.value}}}`;
    })
    .join('');
}
