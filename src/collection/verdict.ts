import type { RemoteStatus, TriggerAnswer } from '../upstream/remote-collection.js';
import type { CollectionRun, CollectionStatus } from './collection-run.entity.js';

/** Upstream's script ends itself after 15 minutes; a minute more for everything around it. */
export const LIMIT_MS = 16 * 60_000;
/** An upstream that neither runs nor has a new result for so long has nothing more to say. */
const QUIET_MS = 60_000;
/** How far upstream's clock may be behind ours. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** What news make of a collection. */
export interface Verdict {
  readonly status: Exclude<CollectionStatus, 'requesting' | 'no_new_data'>;
  readonly message: string;
  /** Upstream is done, or given up. */
  readonly over: boolean;
  /** Since when upstream has been at work, when it told; ISO 8601 UTC. */
  readonly since?: string | null;
}

/** What the status call told: null when upstream has none, `unreachable` when it could not be asked. */
export type StatusNews = RemoteStatus | null | 'unreachable';

/** The request was answered by nothing for as long as a collection may take. The status call may still know better. */
export const NO_ANSWER_IN_TIME: Verdict = {
  status: 'timed_out',
  over: false,
  message: 'Upstream did not get done within 16 minutes.',
};

/** What the answer to the request says. */
export function verdictOfAnswer(answer: TriggerAnswer): Verdict {
  switch (answer.kind) {
    case 'finished': {
      const updated = answer.restaurants === null ? '' : ` and updated ${answer.restaurants} restaurants`;
      return { status: 'succeeded', over: true, message: `Upstream collected${updated}.` };
    }
    case 'started':
      return { status: 'running', over: false, message: 'Upstream is collecting.' };
    case 'already_running': {
      const message = 'Upstream was collecting already; nothing was started, and that collection is followed.';
      return { status: 'running', over: false, message, since: answer.since };
    }
    case 'script_failed': {
      const message =
        'The collection script of upstream failed. What it said stays there; ask whoever runs that server.';
      return { status: 'failed', over: true, message };
    }
    case 'unsupported': {
      const message = 'This upstream can not be asked to collect; it collects by itself every morning.';
      return { status: 'unsupported', over: true, message };
    }
    case 'refused':
      return { status: 'failed', over: true, message: answer.reason };
    case 'unclear':
      return { status: 'unknown', over: false, message: `${answer.reason} Nobody knows whether it is collecting.` };
  }
}

/**
 * What upstream's status says of an active run whose request has been sent.
 * @param idleSince since when upstream has been idle without a new result, as far as was seen.
 * @returns null when there is nothing new.
 */
export function verdictOfStatus(
  run: Pick<CollectionRun, 'status' | 'requestedAt' | 'resultBefore' | 'limitAt'>,
  news: StatusNews,
  { now, idleSince }: { readonly now: Date; readonly idleSince: Date | null },
): Verdict | null {
  const late = now.toISOString() >= (run.limitAt ?? '');
  if (news !== null && news !== 'unreachable') {
    if (news.running) return late ? givenUp(run.status) : stillRunning(run.status);
    if (isNewResult(run, news)) return resultOf(news);
    if (idleSince && now.getTime() - idleSince.getTime() >= QUIET_MS) return withoutResult(run.status);
  }
  if (late) return givenUp(run.status);
  return news === null && run.status === 'running' ? UNSEEN : null;
}

const UNSEEN: Verdict = {
  status: 'unknown',
  over: false,
  message: 'Upstream began to collect and has no way to tell when it ends; its script takes 15 minutes at most.',
};

function stillRunning(status: CollectionStatus): Verdict | null {
  if (status === 'running') return null;
  return { status: 'running', over: false, message: 'Upstream is collecting.' };
}

function isNewResult(
  { status, requestedAt, resultBefore }: Pick<CollectionRun, 'status' | 'requestedAt' | 'resultBefore'>,
  { lastResult }: RemoteStatus,
): boolean {
  if (lastResult === null) return status === 'running';
  if (resultBefore !== null) return lastResult !== resultBefore;
  // It could not be asked before: its date must tell.
  const completed = Date.parse(lastResult);
  return Number.isNaN(completed) || completed >= Date.parse(requestedAt ?? '') - CLOCK_SKEW_MS;
}

function resultOf({ lastSucceeded }: RemoteStatus): Verdict {
  if (lastSucceeded !== false) return { status: 'succeeded', over: true, message: 'Upstream collected.' };
  return verdictOfAnswer({ kind: 'script_failed' });
}

function withoutResult(status: CollectionStatus): Verdict {
  if (status === 'unknown') {
    return { status: 'failed', over: true, message: 'The request did not reach upstream: it has not collected since.' };
  }
  return { status: 'unknown', over: true, message: 'Upstream stopped collecting without telling how it went.' };
}

function givenUp(status: CollectionStatus): Verdict {
  if (status !== 'unknown') return { ...NO_ANSWER_IN_TIME, over: true };
  const message = 'Nobody knows how it went: upstream gave no answer and has had the time a collection may take.';
  return { status: 'unknown', over: true, message };
}
