import { count, counted, facts, instant, table } from './text.js';
import type { ItemDto, RunsService, RunDto } from '../../sync/index.js';

/** The most restaurants that are named. */
const MAX_NAMED = 20;
const NOT_COPIED = ['failed', 'not_found', 'suspicious_empty', 'cancelled', 'done'] as const;

/** Returns a run in one line. */
export function runLine({ id, status, items, progress, trigger, finishedAt }: RunDto): string {
  // Not the progress: a restaurant that failed is finished as well.
  const copied = `${count(items.done)} of ${counted(progress.total, 'restaurant')} copied`;
  return `run ${id} (${trigger}) ${status}, ${copied}${finishedAt ? `, ${instant(finishedAt)}` : ''}`;
}

/** Returns the progress of a run for the progress line. */
export function progressText({ id, status, progress: { done, total, percent, etaSeconds } }: RunDto): string {
  if (status === 'queued') return `Run ${id} waits for its turn…`;
  const eta = etaSeconds === null ? '' : `, about ${count(etaSeconds)} s left`;
  return `Run ${id}: ${count(done)} of ${counted(total, 'restaurant')}, ${percent}%${eta}`;
}

/** Returns the result of a run, and the restaurants that need attention. */
export async function runText(run: RunDto, runs: RunsService): Promise<string> {
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
    lines.push(['Rejected', `${counted(counts.quarantined, 'row')} of upstream that are not valid`]);
  if (run.error) lines.push(['Reason', run.error.message]);
  const troubles = await troublesOf(run, runs);
  return troubles ? `${facts(lines)}\n\n${troubles}` : facts(lines);
}

/** Lists the restaurants that were not copied, or have rejected rows. */
async function troublesOf(run: RunDto, runs: RunsService): Promise<string | null> {
  if (run.status === 'completed') return null;
  const troubles: ItemDto[] = [];
  for (const status of NOT_COPIED) {
    if (run.items[status] === 0 || troubles.length >= MAX_NAMED) continue;
    const { items } = await runs.listItems(run.id, { status, page: 1, perPage: 500 });
    troubles.push(...items.filter(({ code }) => code !== null));
  }
  if (troubles.length === 0) return null;
  const rows = troubles
    .slice(0, MAX_NAMED)
    .map(({ clientId, clientName, status, message }) => [String(clientId), clientName, status, message ?? '']);
  const more = troubles.length > MAX_NAMED ? '\n… and more' : '';
  return table(['>id', 'restaurant', 'status', 'reason'], rows) + more;
}
