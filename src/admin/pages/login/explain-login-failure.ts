import type { Request, Response } from 'express';
import { formatMessage } from '../../i18n/format-message.js';
import { languageOf, messagesIn } from '../../i18n/language.js';
import type { LoginFailure } from '../../../auth/index.js';

/** The status of the page that explains a failure. */
export function statusOfFailure({ kind }: LoginFailure): 401 | 429 {
  return kind === 'unauthorized' ? 401 : 429;
}

/** Returns the sentence for a password that was not accepted. For a locked account it also sets `Retry-After`, in seconds. */
export function explainLoginFailure(request: Request, response: Response, failure: LoginFailure, now: Date): string {
  const language = languageOf(request);
  const messages = messagesIn(language).pages.login;
  if (failure.kind === 'unauthorized') return messages.unauthorized;
  const seconds = Math.max(1, Math.ceil((failure.until.getTime() - now.getTime()) / 1000));
  response.set('retry-after', String(seconds));
  return seconds < 60
    ? formatMessage(language, messages.blockedSeconds, { count: seconds })
    : formatMessage(language, messages.blockedMinutes, { count: Math.ceil(seconds / 60) });
}
