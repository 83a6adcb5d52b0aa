import type { MigrationInterface } from 'typeorm';
import { Initial1795392000000 } from './1795392000000-initial.js';
import { People1795478400000 } from './1795478400000-people.js';
import { Collection1795564800000 } from './1795564800000-collection.js';
import { Incidents1795651200000 } from './1795651200000-incidents.js';
import { Backups1795737600000 } from './1795737600000-backups.js';
import { RunAnnouncements1795824000000 } from './1795824000000-run-announcements.js';

/** In their order; a migration that has shipped is never edited. */
export const migrations: (new () => MigrationInterface & { readonly name: string })[] = [
  Initial1795392000000,
  People1795478400000,
  Collection1795564800000,
  Incidents1795651200000,
  Backups1795737600000,
  RunAnnouncements1795824000000,
];
