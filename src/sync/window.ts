import type { Config } from '../config/environment.js';
import { badInput } from '../errors.js';
import { addDays, minDay, type Day } from '../stats/day.js';
import { checkedPeriod, daysEnding, type Period } from '../stats/period.js';
import type { RunKind } from './sync-run.entity.js';
import type { RunRequest } from './sync.schemas.js';

/** What decides a client's window: whether it has rows, and how far it was verified. */
export interface WindowFacts {
  readonly hasRows: boolean;
  readonly verifiedThrough: Day | null;
}

/** A plan: the kind of run and the window of each client. */
export interface WindowPlan {
  readonly kind: RunKind;
  readonly windowOf: (facts: WindowFacts) => Period;
}

/**
 * Windows of a run, all ending at the latest yesterday. Explicit days are taken as they are; a full run reads
 * `SYNC_DAYS_BACK`; an incremental one the last `SYNC_LOOKBACK_DAYS` and back to the last verified day; both read
 * `SYNC_BACKFILL_DAYS` of a client without rows.
 * @throws UserError 400 for `to` after yesterday or a bad period.
 */
export function planWindows(request: RunRequest, sync: Config['sync'], yesterday: Day): WindowPlan {
  const { daysBack, from, to, full } = request;
  if (from && to) {
    if (to > yesterday) throw badInput('to', `must not lie after yesterday, ${yesterday}`);
    return explicit(checkedPeriod(from, to));
  }
  if (daysBack !== undefined) return explicit(daysEnding(yesterday, daysBack));
  const backfill = daysEnding(yesterday, sync.backfillDays);
  const whole = daysEnding(yesterday, sync.daysBack);
  if (full) return { kind: 'full', windowOf: ({ hasRows }) => (hasRows ? whole : backfill) };
  const lookback = addDays(yesterday, 1 - sync.lookbackDays);
  return {
    kind: 'incremental',
    windowOf({ hasRows, verifiedThrough }) {
      if (!hasRows) return backfill;
      return verifiedThrough ? { from: minDay(lookback, verifiedThrough), to: yesterday } : whole;
    },
  };
}

function explicit(period: Period): WindowPlan {
  return { kind: 'full', windowOf: () => period };
}
