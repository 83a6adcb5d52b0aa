import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { en } from './en/index.js';
import { ru } from './ru/index.js';
import { LANGUAGES, type Language, type Messages, type Translated } from './messages.js';

const CATALOGUES: Readonly<Record<Language, Translated<typeof en>>> = { ru, en };

const COOKIE = 'lang';
const YEAR_MS = 365 * 86_400_000;

/** Returns the messages of the panel in a language, ready for `formatMessage`. */
export function messagesIn(language: Language): Messages {
  return CATALOGUES[language] as unknown as Messages;
}

/** Returns the same messages as plain ICU texts, for AdminJS, which has a formatter of its own. */
export function catalogueIn(language: Language): Translated<typeof en> {
  return CATALOGUES[language];
}

/** Returns the language of a page: the one chosen with the switch, else the one of ours that the browser prefers. */
export function languageOf(request: Request): Language {
  const chosen = parseCookie(request.headers.cookie ?? '')[COOKIE];
  return LANGUAGES.find((language) => language === chosen) ?? preferredLanguage(request);
}

/** Stores the chosen language in a cookie for a year. */
export function rememberLanguage(request: Request, response: Response, language: Language): void {
  response.cookie(COOKIE, language, { maxAge: YEAR_MS, sameSite: 'lax', secure: request.secure, httpOnly: true });
}

function preferredLanguage(request: Request): Language {
  // Express returns the first one for a browser without a preference.
  const accepted = request.acceptsLanguages(['en', 'ru']);
  return LANGUAGES.find((language) => language === accepted) ?? 'en';
}
