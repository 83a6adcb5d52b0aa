import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { SESSION_LIFETIME_MS } from './sessions.service.js';

/** Behind TLS the prefix keeps other hosts of the domain, and pages without TLS, from setting the cookie. */
const nameFor = (request: Request) => (request.secure ? '__Host-session' : 'session');

const optionsFor = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: request.secure,
  path: '/',
});

/** Returns the session id of a request, if it carries one. */
export function sessionIdOf(request: Request): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[nameFor(request)];
}

/** Sets the session cookie: HttpOnly, SameSite=Lax, Secure behind TLS. */
export function setSessionCookie(request: Request, response: Response, id: string): void {
  response.cookie(nameFor(request), id, { ...optionsFor(request), maxAge: SESSION_LIFETIME_MS });
}

/** Removes the session cookie. */
export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(nameFor(request), optionsFor(request));
}
