import type { ItemView } from '../sync/item-view.js';
import type { RunsService } from '../sync/runs.service.js';
import type { RunView } from '../sync/run-view.js';
import { count, counted, facts, instant, table } from './text.js';

/** How many of the restaurants that were not copied are named. */
const NAMED = 20;
const NOT_COPIED = ['failed', 'not_found', 'suspicious_empty', 'cancelled', 'done'] as const;

/** A run in one line. */
export function runLine({ id, status, progress, trigger, finishedAt }: RunView): string {
  const done = `${count(progress.done)} of ${counted(progress.total, 'restaurant')}`;
  return `run ${id} (${trigger}) ${status}, ${done}${finishedAt ? `, ${instant(finishedAt)}` : ''}`;
}

/** How far a run is, for the progress line. */
export function progressText({ id, status, progress: { done, total, percent, etaSeconds } }: RunView): string {
  if (status === 'queued') return `Run ${id} waits for its turn…`;
  const eta = etaSeconds === null ? '' : `, about ${count(etaSeconds)} s left`;
  return `Run ${id}: ${count(done)} of ${counted(total, 'restaurant')}, ${percent}%${eta}`;
}

/** What a run did, and what a person must look at. */
export async function runText(run: RunView, runs: RunsService): Promise<string> {
  const { counts, items, window, kind, exact } = run;
  const lines: [string, string][] = [
    ['Result', `run ${run.id} ${run.status}`],
    ['Window', `${window.from} to ${window.to} (${kind}${exact ? ', exact' : ''})`],
    ['Restaurants', `${count(items.done)} of ${count(run.progress.total)} copied`],
    ['Days', `${count(counts.inserted)} new, ${count(counts.updated)} changed, ${count(counts.unchanged)} unchanged`],
  ];
  if (counts.deleted > 0) lines.push(['Removed', counted(counts.deleted, 'day')]);
  if (counts.missingUpstream > 0)
    lines.push(['Kept', `${counted(counts.missingUpstream, 'day')} that upstream did not give`]);
  if (counts.quarantined > 0)
    lines.push(['Refused', `${counted(counts.quarantined, 'row')} of upstream that are not valid`]);
  if (run.error) lines.push(['Reason', run.error.message]);
  const troubles = await troublesOf(run, runs);
  return troubles ? `${facts(lines)}\n\n${troubles}` : facts(lines);
}

/** The restaurants that were not copied, or not without refused rows. */
async function troublesOf(run: RunView, runs: RunsService): Promise<string | null> {
  if (run.status === 'completed') return null;
  const troubles: ItemView[] = [];
  for (const status of NOT_COPIED) {
    if (run.items[status] === 0 || troubles.length >= NAMED) continue;
    const { items } = await runs.items(run.id, { status, page: 1, perPage: 500 });
    troubles.push(...items.filter(({ code }) => code !== null));
  }
  if (troubles.length === 0) return null;
  const rows = troubles
    .slice(0, NAMED)
    .map(({ clientId, clientName, status, message }) => [String(clientId), clientName, status, message ?? '']);
  const more = troubles.length > NAMED ? '\n… and more' : '';
  return table(['>id', 'restaurant', 'status', 'reason'], rows) + more;
}
