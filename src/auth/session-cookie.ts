import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { SESSION_LIFETIME_MS } from './sessions.service.js';

/** Behind TLS no other host of the domain, and no page without TLS, can plant a cookie of the prefixed name. */
const nameFor = (request: Request) => (request.secure ? '__Host-session' : 'session');

const optionsFor = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: request.secure,
  path: '/',
});

/** The session id a request carries. */
export function sessionIdOf(request: Request): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[nameFor(request)];
}

export function setSessionCookie(request: Request, response: Response, id: string): void {
  response.cookie(nameFor(request), id, { ...optionsFor(request), maxAge: SESSION_LIFETIME_MS });
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(nameFor(request), optionsFor(request));
}
