import type { en } from './en/index.js';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text for each form that a language's plural rules (Unicode CLDR) have for whole numbers; `{count}` is the number. */
export interface Plural {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** The shape of `T` with any text in place of each text, and all four forms of Russian in place of the two of English. */
export type Translated<T> = T extends string
  ? string
  : T extends { one: string; other: string }
    ? Required<Plural>
    : { readonly [Key in keyof T]: Translated<T[Key]> };

/** Every word of the panel in some language. */
export type Words = Widened<typeof en>;

type Widened<T> = T extends string
  ? string
  : T extends { one: string; other: string }
    ? Plural
    : { readonly [Key in keyof T]: Widened<T[Key]> };

/** Puts values in the place of `{names}`. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}

/** The form of a plural for a number, with the number in it, grouped as the language does. */
export function counted(language: Language, plural: Plural, count: number): string {
  const form = new Intl.PluralRules(language).select(count);
  const text = (form in plural ? plural[form as keyof Plural] : undefined) ?? plural.other;
  return filled(text, { count: new Intl.NumberFormat(language).format(count) });
}
