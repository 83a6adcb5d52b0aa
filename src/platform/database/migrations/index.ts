import type { MigrationInterface } from 'typeorm';
import { Initial1795392000000 } from './1795392000000-initial.js';
import { People1795478400000 } from './1795478400000-people.js';
import { Collection1795564800000 } from './1795564800000-collection.js';
import { Incidents1795651200000 } from './1795651200000-incidents.js';
import { Backups1795737600000 } from './1795737600000-backups.js';
import { RunAnnouncements1795824000000 } from './1795824000000-run-announcements.js';
import { Heartbeats1795910400000 } from './1795910400000-heartbeats.js';
import { FirstCopy1795996800000 } from './1795996800000-first-copy.js';
import { SecondFactor1796500000000 } from './1796500000000-second-factor.js';
import { IdempotencyKeys1796600000000 } from './1796600000000-idempotency-keys.js';
import { NotesAndOwners1796700000000 } from './1796700000000-notes-and-owners.js';
import { Pushes1796800000000 } from './1796800000000-pushes.js';
import { SameRestaurants1796810000000 } from './1796810000000-same-restaurants.js';
import { Telegram1796950000000 } from './1796950000000-telegram.js';
import { Invitations1796960000000 } from './1796960000000-invitations.js';
import { OwnerReports1797000000000 } from './1797000000000-owner-reports.js';

/** Every migration, in the order in which they run. Never edit one that has shipped: add a new one. */
export const migrations: (new () => MigrationInterface & { readonly name: string })[] = [
  Initial1795392000000,
  People1795478400000,
  Collection1795564800000,
  Incidents1795651200000,
  Backups1795737600000,
  RunAnnouncements1795824000000,
  Heartbeats1795910400000,
  FirstCopy1795996800000,
  SecondFactor1796500000000,
  IdempotencyKeys1796600000000,
  NotesAndOwners1796700000000,
  Pushes1796800000000,
  SameRestaurants1796810000000,
  Telegram1796950000000,
  Invitations1796960000000,
  OwnerReports1797000000000,
];
