/**
 * How many days what grows by the day is kept once it is over. Statistics are kept for good; sessions and failed logins go when
 * they stand for nothing any more, by their own rules.
 */
export const KEPT_DAYS = {
  /** Sync runs with their restaurants and refused rows. */
  runs: 90,
  collections: 90,
  /** What is known of backups; the files are `BACKUP_KEEP`'s. */
  backups: 90,
  incidents: 365,
  audit: 730,
} as const;

/** So many of the newest runs and collections stay however old they are. */
export const NEWEST_KEPT = 20;
