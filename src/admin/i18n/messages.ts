import type { en } from './en/index.js';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The locale of the `Intl` formats of each language. */
export const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru', en: 'en-US' };

/** The shape of the catalogue `T` with any text in place of each text: what another language must have. */
export type Translated<T> = T extends string ? string : { readonly [Key in keyof T]: Translated<T[Key]> };

declare const names: unique symbol;

/**
 * An ICU message with the placeholders `Name`; `formatMessage` makes a text of it. It is a string on the server and a parsed
 * message in the browser, so nothing else reads it.
 */
export interface Message<Name extends string> {
  readonly [names]: (name: Name) => void;
}

/** A value for each placeholder. Numbers are grouped where the message says `{count, number}` or `#`. */
export type MessageValues<Name extends string> = Readonly<Record<Name, string | number>>;

/** The messages of the English catalogue `T` as code uses them: plain texts, and messages that need values. */
export type MessagesOf<T> = T extends string
  ? [Placeholder<T>] extends [never]
    ? string
    : Message<Placeholder<T>>
  : { readonly [Key in keyof T]: MessagesOf<T[Key]> };

/** The messages of the header that every page has. */
export type ShellMessages = MessagesOf<(typeof en)['shell']>;

/** Every message of the panel outside the dashboard. */
export type Messages = MessagesOf<typeof en>;

/** What stands before the text of one form of a plural. */
type PluralForm = `${string}${'one' | 'few' | 'many' | 'other'} `;

/** The names of the placeholders of an ICU message: `'count' | 'name'` for `{count, number} of {name}`. */
type Placeholder<Text extends string> = Text extends `${infer Before}{${infer After}`
  ? (Before extends PluralForm ? never : NameAtStart<After>) | Placeholder<After>
  : never;

type NameAtStart<Text extends string> = Text extends `${infer Inside}}${string}`
  ? Inside extends `${infer Name},${string}`
    ? Name
    : Inside
  : never;
