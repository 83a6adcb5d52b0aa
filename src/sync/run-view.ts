import type { EntityManager } from 'typeorm';
import type { Day } from '../stats/day.js';
import { ITEM_STATUSES, SyncItem, type ItemStatus } from './sync-item.entity.js';
import type { RunKind, RunStatus, RunTrigger, SyncRun } from './sync-run.entity.js';

/** Days, summed over the items of a run. */
export interface RunCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly quarantined: number;
  readonly missingUpstream: number;
  readonly ignored: number;
}

/** A run as the API and the CLI show it. */
export interface RunView {
  readonly id: number;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly actor: string | null;
  readonly exact: boolean;
  readonly status: RunStatus;
  readonly window: { readonly from: Day; readonly to: Day };
  /** `done` counts every finished item, however it ended. */
  readonly progress: {
    readonly done: number;
    readonly total: number;
    readonly percent: number;
    readonly etaSeconds: number | null;
  };
  readonly items: Readonly<Record<ItemStatus, number>>;
  readonly counts: RunCounts;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Items whose pace predicts the rest. */
const PACE_ITEMS = 24;

const COUNTERS = ['inserted', 'updated', 'unchanged', 'deleted', 'quarantined', 'missingUpstream', 'ignored'] as const;

/** Views of runs, each summed from its items. `now` is the wall clock in ms, for the ETA. */
export async function viewRuns(tx: EntityManager, runs: readonly SyncRun[], now: number): Promise<RunView[]> {
  const views: RunView[] = [];
  for (const run of runs) views.push(await viewRun(tx, run, now));
  return views;
}

/** @see viewRuns */
export async function viewRun(tx: EntityManager, run: SyncRun, now: number): Promise<RunView> {
  const builder = tx
    .createQueryBuilder(SyncItem, 'item')
    .select('item.status', 'status')
    .addSelect('count(*)', 'items')
    .where('item.run_id = :id', { id: run.id })
    .groupBy('item.status');
  for (const counter of COUNTERS) builder.addSelect(`sum(item.${counter})`, counter);
  const groups: ({ status: ItemStatus; items: number } & RunCounts)[] = await builder.getRawMany();
  const items = Object.fromEntries(ITEM_STATUSES.map((status) => [status, 0])) as Record<ItemStatus, number>;
  const counts = Object.fromEntries(COUNTERS.map((counter) => [counter, 0])) as Record<keyof RunCounts, number>;
  let total = 0;
  for (const group of groups) {
    items[group.status] = group.items;
    total += group.items;
    for (const counter of COUNTERS) counts[counter] += group[counter];
  }
  const left = items.pending + items.running;
  const done = total - left;
  return {
    id: run.id,
    kind: run.kind,
    trigger: run.trigger,
    actor: run.actor,
    exact: run.exact,
    status: run.status,
    window: { from: run.windowFrom, to: run.windowTo },
    progress: {
      done,
      total,
      percent: total === 0 ? 100 : Math.floor((100 * done) / total),
      etaSeconds: run.active && left > 0 ? await eta(tx, run.id, left, now) : null,
    },
    items,
    counts,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? run.errorCode },
  };
}

/** Seconds left at the pace of the items that finished last; null before there is a pace. */
async function eta(tx: EntityManager, runId: number, left: number, now: number): Promise<number | null> {
  const latest = await tx
    .createQueryBuilder(SyncItem, 'item')
    .select('item.finished_at', 'at')
    .where('item.run_id = :runId AND item.finished_at IS NOT NULL', { runId })
    .orderBy('item.finished_at', 'DESC')
    .limit(PACE_ITEMS)
    .getRawMany<{ at: string }>();
  const oldest = latest.at(-1);
  if (!oldest || latest.length < 2) return null;
  const seconds = Math.max(0, now - Date.parse(oldest.at)) / 1000;
  return Math.ceil((seconds / (latest.length - 1)) * left);
}
