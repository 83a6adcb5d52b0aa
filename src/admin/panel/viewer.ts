import type { Role } from '../../auth/roles.js';
import type { Language } from '../locales/words.js';

/** Who looks, and in which language. AdminJS writes all of it into its pages, so nothing else belongs here. */
export interface Viewer {
  readonly id: number;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
}
