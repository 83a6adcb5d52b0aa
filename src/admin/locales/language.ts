import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { en } from './en/index.js';
import { ru } from './ru/index.js';
import { LANGUAGES, type Language, type Words } from './words.js';

const WORDS: Readonly<Record<Language, Words>> = { ru, en };

const COOKIE = 'lang';
const YEAR_MS = 365 * 86_400_000;

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** The language of a page: the one chosen with the switch, else the one the browser prefers of those we have. */
export function languageOf(request: Request): Language {
  const chosen = parseCookie(request.headers.cookie ?? '')[COOKIE];
  return LANGUAGES.find((language) => language === chosen) ?? preferred(request);
}

export function rememberLanguage(request: Request, response: Response, language: Language): void {
  response.cookie(COOKIE, language, { maxAge: YEAR_MS, sameSite: 'lax', secure: request.secure, httpOnly: true });
}

function preferred(request: Request): Language {
  // The first of the list is the answer to who has no preference, or none of these.
  const accepted = request.acceptsLanguages(['en', 'ru']);
  return LANGUAGES.find((language) => language === accepted) ?? 'en';
}
