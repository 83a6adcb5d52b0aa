import { Initial1795392000000 } from './1795392000000-initial.js';
import { People1795478400000 } from './1795478400000-people.js';

/** In their order; a migration that has shipped is never edited. */
export const migrations = [Initial1795392000000, People1795478400000];
