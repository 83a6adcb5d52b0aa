import type { CollectionRun, CollectionStatus } from './collection-run.entity.js';
import type { RemoteStatus, TriggerResponse } from '../upstream/index.js';

/** Upstream's script ends itself after 15 minutes. One minute is added for the calls around it. */
export const COLLECTION_TIMEOUT_MS = 16 * 60_000;
/** Upstream counts as stopped when it is idle without a new result for this long. */
const IDLE_LIMIT_MS = 60_000;
/** The largest accepted lag of upstream's clock behind the local clock. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** The next state of a collection. */
export interface Transition {
  readonly status: Exclude<CollectionStatus, 'requesting' | 'no_new_data'>;
  readonly message: string;
  /** Upstream is done or timed out. */
  readonly isFinished: boolean;
  /** When upstream began to collect, ISO 8601 UTC; null or absent when it did not report it. */
  readonly since?: string | null;
}

/** The result of the status call: null when upstream has no such call, `unreachable` when the call failed. */
export type RemoteStatusResult = RemoteStatus | null | 'unreachable';

/** The transition when no response to the request came within {@link COLLECTION_TIMEOUT_MS}. A status call may correct it. */
export const TIMED_OUT_TRANSITION: Transition = {
  status: 'timed_out',
  isFinished: false,
  message: 'Upstream did not get done within 16 minutes.',
};

/** Returns the transition that follows from the response to the request. */
export function transitionOnTrigger(response: TriggerResponse): Transition {
  switch (response.kind) {
    case 'finished':
      return { status: 'succeeded', isFinished: true, message: 'The collection at upstream has ended.' };
    case 'started':
      return { status: 'running', isFinished: false, message: 'Upstream is collecting.' };
    case 'already_running': {
      const message = 'Upstream was collecting already; nothing was started, and that collection is followed.';
      return { status: 'running', isFinished: false, message, since: response.since };
    }
    case 'script_failed': {
      const message =
        'The collection script of upstream failed. What it said stays there; ask whoever runs that server.';
      return { status: 'failed', isFinished: true, message };
    }
    case 'unsupported': {
      const message = 'This upstream can not be asked to collect; it collects by itself every morning.';
      return { status: 'unsupported', isFinished: true, message };
    }
    case 'refused':
      return { status: 'failed', isFinished: true, message: response.reason };
    case 'unclear':
      return {
        status: 'unknown',
        isFinished: false,
        message: `${response.reason} Nobody knows whether it is collecting.`,
      };
  }
}

/**
 * Returns the transition that follows from a status call for an active collection whose request has been sent.
 * @param idleSince the first of the latest consecutive status calls that found upstream idle; null when upstream is at work.
 * @returns null when the state does not change.
 */
export function transitionOnStatus(
  run: Pick<CollectionRun, 'status' | 'requestedAt' | 'resultBefore' | 'limitAt'>,
  remote: RemoteStatusResult,
  { now, idleSince }: { readonly now: Date; readonly idleSince: Date | null },
): Transition | null {
  const isLate = now.toISOString() >= (run.limitAt ?? '');
  if (remote !== null && remote !== 'unreachable') {
    if (remote.running) return isLate ? transitionOnTimeout(run.status) : transitionOnRunning(run.status);
    if (isNewResult(run, remote)) return transitionOnResult(remote);
    if (idleSince && now.getTime() - idleSince.getTime() >= IDLE_LIMIT_MS) return transitionOnIdle(run.status);
  }
  if (isLate) return transitionOnTimeout(run.status);
  return remote === null && run.status === 'running' ? UNOBSERVABLE_TRANSITION : null;
}

const UNOBSERVABLE_TRANSITION: Transition = {
  status: 'unknown',
  isFinished: false,
  message: 'Upstream began to collect and has no way to tell when it ends; its script takes 15 minutes at most.',
};

function transitionOnRunning(status: CollectionStatus): Transition | null {
  if (status === 'running') return null;
  return { status: 'running', isFinished: false, message: 'Upstream is collecting.' };
}

function isNewResult(
  { status, requestedAt, resultBefore }: Pick<CollectionRun, 'status' | 'requestedAt' | 'resultBefore'>,
  { lastResult }: RemoteStatus,
): boolean {
  if (lastResult === null) return status === 'running';
  if (resultBefore !== null) return lastResult !== resultBefore;
  // No earlier result is stored to compare with, so the date decides. A result without a date counts as new.
  const completedAt = Date.parse(lastResult);
  return Number.isNaN(completedAt) || completedAt >= Date.parse(requestedAt ?? '') - CLOCK_SKEW_MS;
}

function transitionOnResult({ lastOutcome }: RemoteStatus): Transition {
  switch (lastOutcome) {
    case 'succeeded':
      return transitionOnTrigger({ kind: 'finished' });
    case 'failed':
      return transitionOnTrigger({ kind: 'script_failed' });
    case 'unsaid': {
      const message = 'The collection at upstream has ended. Upstream does not say that it collected anything.';
      return { status: 'succeeded', isFinished: true, message };
    }
    case 'unknown': {
      const message = 'Upstream lost sight of its collection, so nobody knows how it went.';
      return { status: 'unknown', isFinished: true, message };
    }
  }
}

function transitionOnIdle(status: CollectionStatus): Transition {
  if (status === 'unknown') {
    return {
      status: 'failed',
      isFinished: true,
      message: 'The request did not reach upstream: it has not collected since.',
    };
  }
  return { status: 'unknown', isFinished: true, message: 'Upstream stopped collecting without telling how it went.' };
}

function transitionOnTimeout(status: CollectionStatus): Transition {
  if (status !== 'unknown') return { ...TIMED_OUT_TRANSITION, isFinished: true };
  const message = 'The outcome is unknown: upstream did not respond within the time that a collection may take.';
  return { status: 'unknown', isFinished: true, message };
}
