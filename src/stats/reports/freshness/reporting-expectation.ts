import type { Client } from '../../../clients/index.js';

/** Counts of clients that usually report. `missing` is how many of them did not report yesterday on a usual platform. */
export interface YesterdayCounts {
  readonly expected: number;
  readonly missing: number;
}

/** A client that usually reports. `missing` is true when yesterday is missing on a platform that it usually reports on. */
export interface UsualReporter {
  readonly clientId: number;
  readonly missing: boolean;
}

/** Returns whether anybody waits for the reports of a client: it is active and not archived. */
export function isAwaited({ status, archivedAt }: Pick<Client, 'status' | 'archivedAt'>): boolean {
  return status === 'active' && archivedAt === null;
}

/** Counts the usual reporters and those of them whose yesterday is missing. */
export function countUsualReporters(reporters: readonly Pick<UsualReporter, 'missing'>[]): YesterdayCounts {
  return { expected: reporters.length, missing: reporters.filter(({ missing }) => missing).length };
}
