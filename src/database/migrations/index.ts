import { Initial1795392000000 } from './1795392000000-initial.js';

/** In their order; a migration that has shipped is never edited. */
export const migrations = [Initial1795392000000];
