import type { RunKind } from '../runs/sync-run.entity.js';
import type { RunRequest } from '../api/sync.schema.js';
import type { Config } from '../../platform/config/index.js';
import { badInput, addDays, minDay, type Day, parsePeriod, periodEndingAt, type Period } from '../../domain/index.js';

/** The facts that decide a client's window: whether it has rows, and the last business day it was verified through. */
export interface WindowFacts {
  readonly hasRows: boolean;
  readonly verifiedThrough: Day | null;
}

/** The kind of a run and the window of each client. */
export interface WindowPlan {
  readonly kind: RunKind;
  readonly windowOf: (facts: WindowFacts) => Period;
}

/**
 * Returns the windows of a run. They end yesterday, or earlier when the request names days. Requested days apply to every
 * client. A full run covers `SYNC_DAYS_BACK`. An incremental run covers `SYNC_LOOKBACK_DAYS`, and more when the last verified
 * day is earlier. For a client without rows both cover `SYNC_BACKFILL_DAYS`.
 * @param yesterday the last complete business day.
 * @throws UserError 400 for `to` after yesterday or a bad period.
 */
export function planWindows(request: RunRequest, sync: Config['sync'], yesterday: Day): WindowPlan {
  const { daysBack, from, to, full } = request;
  if (from && to) {
    if (to > yesterday) throw badInput('to', `must not lie after yesterday, ${yesterday}`);
    return fixedPlan(parsePeriod(from, to));
  }
  if (daysBack !== undefined) return fixedPlan(periodEndingAt(yesterday, daysBack));
  const backfill = periodEndingAt(yesterday, sync.backfillDays);
  const fullWindow = periodEndingAt(yesterday, sync.daysBack);
  if (full) return { kind: 'full', windowOf: ({ hasRows }) => (hasRows ? fullWindow : backfill) };
  const lookbackStart = addDays(yesterday, 1 - sync.lookbackDays);
  return {
    kind: 'incremental',
    windowOf({ hasRows, verifiedThrough }) {
      if (!hasRows) return backfill;
      return verifiedThrough ? { from: minDay(lookbackStart, verifiedThrough), to: yesterday } : fullWindow;
    },
  };
}

function fixedPlan(period: Period): WindowPlan {
  return { kind: 'full', windowOf: () => period };
}
