import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';

/** The colours of the panel: those of the system, or always the light or the dark ones. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const COOKIE = 'theme';
const YEAR_MS = 365 * 86_400_000;

/** Returns the theme that the person chose in this browser; `system` when they chose none. */
export function themeOf(request: Request): Theme {
  const chosen = parseCookie(request.headers.cookie ?? '')[COOKIE];
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}

/** Stores the chosen theme in a cookie for a year, so that the server renders each page with it from the start. */
export function rememberTheme(request: Request, response: Response, theme: Theme): void {
  response.cookie(COOKIE, theme, { maxAge: YEAR_MS, sameSite: 'lax', secure: request.secure, httpOnly: true });
}

/** Returns the attributes of `<html>` that select the colours; none for those of the system. */
export function themeAttributes(theme: Theme): { readonly 'data-theme'?: Theme } {
  return theme === 'system' ? {} : { 'data-theme': theme };
}
