import type { WriteCounts } from '../domain/index.js';
import { QUARANTINE_REASONS } from '../upstream/index.js';

/**
 * What became of the rows of one restaurant. The values are stored and returned, so they must not change.
 * - `applied`: every row is merged, or was known already.
 * - `partial`: some rows were rejected, the others are merged.
 * - `rejected`: nothing is merged, because every row was rejected or the rows belong to another restaurant.
 * - `ignored`: the rows say nothing about a complete business day.
 * - `stale`: something that was collected or copied later is held.
 * - `suspicious_empty`: `covers` says that the platforms have nothing where the replica holds days. They are kept.
 * - `unknown`: no client has this upstream name. `archived`: the client is archived.
 */
export const PUSH_STATUSES = [
  'applied',
  'partial',
  'rejected',
  'ignored',
  'stale',
  'suspicious_empty',
  'unknown',
  'archived',
] as const;
export type PushStatus = (typeof PUSH_STATUSES)[number];

/** Why a row of a push was rejected: the reasons of every source, and those of rows that name no restaurant or no number. */
export const PUSH_ROW_REASONS = [...QUARANTINE_REASONS, 'missing_name', 'invalid_name', 'no_known_field'] as const;
export type PushRowReason = (typeof PUSH_ROW_REASONS)[number];

/** A rejected row. */
export interface RejectedPushRow {
  /** Its position in `rows`, from 0. */
  readonly row: number;
  readonly date: string | null;
  readonly field: string | null;
  readonly reason: PushRowReason;
}

/** What became of one restaurant of a push. */
export interface RestaurantOutcome {
  readonly restaurantName: string;
  readonly status: PushStatus;
  /** Why, as a sentence for a person; null when everything was applied. */
  readonly message: string | null;
  /** Days by what the push did to them; null when none was compared. */
  readonly counts: Omit<WriteCounts, 'deleted'> | null;
  /** Rows that are no complete business day or say nothing about one. */
  readonly ignoredRows: number;
  readonly rejectedRows: readonly RejectedPushRow[];
}

/** What became of a push as a whole. */
export interface PushOutcome {
  readonly restaurants: readonly RestaurantOutcome[];
  /** Rows that name no restaurant. */
  readonly unnamedRows: readonly RejectedPushRow[];
}

/** Returns whether something of a restaurant was applied. */
export function isApplied({ status }: RestaurantOutcome): boolean {
  return status === 'applied' || status === 'partial';
}

/** Returns the HTTP status of a push: 200 when all of it was applied, 207 when some was, 422 when nothing was. */
export function httpStatusOf({ restaurants, unnamedRows }: PushOutcome): 200 | 207 | 422 {
  if (!restaurants.some(isApplied)) return 422;
  const isWhole = restaurants.every(({ status }) => status === 'applied' || status === 'ignored');
  return isWhole && unnamedRows.length === 0 ? 200 : 207;
}

/** Returns the number of rejected rows of a push. */
export function countRejectedRows({ restaurants, unnamedRows }: PushOutcome): number {
  return restaurants.reduce((sum, { rejectedRows }) => sum + rejectedRows.length, unnamedRows.length);
}
