import type { Request } from 'express';
import { languageOf } from '../i18n/language.js';
import type { Language } from '../i18n/messages.js';
import type { Principal, TokenRole } from '../../auth/index.js';

/** The person who opens a page, and their language. AdminJS writes all of it into its pages, so it holds nothing else. */
export interface Viewer {
  readonly kind: Principal['kind'];
  readonly id: number;
  readonly email: string;
  readonly role: TokenRole;
  readonly language: Language;
}

/** Returns the viewer of a request. */
export function toViewer({ kind, id, name, role }: Principal, request: Request): Viewer {
  return { kind, id, email: name, role, language: languageOf(request) };
}
