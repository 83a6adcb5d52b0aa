import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import { LOCALES, type Language, type Message, type MessageValues } from './messages.js';

/** The text of an ICU message, or its syntax tree where a build step has parsed it. */
type Source = ConstructorParameters<typeof IntlMessageFormat>[0];

const parsed: Readonly<Record<Language, Map<Source, IntlMessageFormat>>> = { ru: new Map(), en: new Map() };

/** `Intl` objects are slow to create, so all messages share them. */
const FORMATTERS: Formatters = {
  getNumberFormat: cached((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)),
  getDateTimeFormat: cached((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)),
  getPluralRules: cached((locale, options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options)),
};

/**
 * Writes a message with its values in a language, with the plural forms and the grouping of that language.
 *
 * @throws FormatError of intl-messageformat when a value is missing.
 */
export function formatMessage<Name extends string>(
  language: Language,
  message: Message<Name>,
  values: MessageValues<Name>,
): string {
  // A `Message` is opaque to everybody else, so that no message is shown without its values.
  const source = message as unknown as Source;
  let format = parsed[language].get(source);
  if (!format) {
    format = new IntlMessageFormat(source, LOCALES[language], undefined, { formatters: FORMATTERS, ignoreTag: true });
    parsed[language].set(source, format);
  }
  return String(format.format<string>(values));
}

function cached<Options, Format>(create: (locale: string | string[] | undefined, options: Options) => Format) {
  const formats = new Map<string, Format>();
  return (locale?: string | string[], options?: Options): Format => {
    const key = JSON.stringify([locale, options]);
    let format = formats.get(key);
    if (!format) formats.set(key, (format = create(locale, options as Options)));
    return format;
  };
}
