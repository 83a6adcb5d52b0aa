/**
 * The number of days that ended records are kept. Statistics are kept forever; sessions and failed logins are deleted when they
 * expire.
 */
export const RETENTION_DAYS = {
  /** Sync runs with their items and quarantined rows. */
  runs: 90,
  collections: 90,
  /** Receipts of pushes, and the names of unknown restaurants since their last push. */
  pushes: 90,
  /** Records of backups; `BACKUP_KEEP` decides about the files. */
  backups: 90,
  /** Keys of requests. Clients repeat a request within minutes. */
  idempotencyKeys: 1,
  incidents: 365,
  /** Records of the messages that were sent by Telegram. They hold no text. */
  telegramMessages: 30,
  audit: 730,
} as const;

/** The number of newest runs and of newest collections that are kept, however old they are. */
export const MIN_KEPT_RUNS = 20;
