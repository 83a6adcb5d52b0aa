import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { RunCodeSchema } from './problem-codes.js';
import { ITEM_STATUSES, SyncItem, type ItemStatus } from './sync-item.entity.js';
import { RUN_KINDS, RUN_TRIGGERS, type SyncRun } from './sync-run.entity.js';
import {
  COUNTER_MEANINGS,
  COUNTER_NAMES,
  countsOf,
  RUN_STATUSES,
  type CounterName,
  type Counts,
} from '../../domain/index.js';
import {
  CountSchema,
  fieldsOf,
  IdNumber,
  InstantSchema,
  pageSchema,
  PeriodSchema,
  type Dto,
} from '../../platform/http/index.js';

/** The counters of an item, and summed over the items of a run. */
export const CountsSchema = z
  .object(fieldsOf(COUNTER_NAMES, (name) => CountSchema.describe(COUNTER_MEANINGS[name])))
  .meta({ id: 'Counts', description: 'What a sync did, in days of clients.' });

const ITEM_STATUS_MEANINGS: Readonly<Record<ItemStatus, string>> = {
  pending: 'Items that wait',
  running: 'Items that are being copied',
  done: 'Restaurants that were copied, with rejected rows or without',
  failed: 'Restaurants that could not be copied',
  not_found: 'Restaurants that the upstream does not know',
  suspicious_empty: 'Restaurants of which the upstream sent nothing where the replica holds days',
  cancelled: 'Items that were never begun or were broken off',
};

/** A run as the API and the CLI return it. Instants are ISO 8601 UTC, window days are business days. */
export const RunDto = z
  .object({
    id: IdNumber,
    kind: z
      .enum(RUN_KINDS)
      .describe('`full`: the days that the request names, or all; `incremental`: the recent days.'),
    trigger: z.enum(RUN_TRIGGERS).describe('What started the run.'),
    actor: z.string().nullable().describe('An e-mail address or `token:NAME`; null when the server started the run.'),
    exact: z.boolean().describe('Whether the rows of the window are replaced by what the upstream sends.'),
    status: z
      .enum(RUN_STATUSES)
      .describe(
        '`queued` and `running`, then one of: `completed`: every item is done and no row rejected; `failed`: no item is done; `partial`: anything between; `cancelled`; `interrupted`: active when a backup was made that was restored.',
      ),
    window: PeriodSchema,
    progress: z
      .object({
        done: CountSchema.describe('Every finished item, however it ended.'),
        total: CountSchema.describe('Every item.'),
        percent: z.int().min(0).max(100).describe('Rounded down.'),
        etaSeconds: CountSchema.nullable().describe('At the pace of the last items; null when that is not known.'),
      })
      .meta({ id: 'RunProgress', description: 'How far a run has come, in items.' }),
    items: z
      .object(fieldsOf(ITEM_STATUSES, (status) => CountSchema.describe(`${ITEM_STATUS_MEANINGS[status]}.`)))
      .meta({ id: 'ItemCounts', description: 'The number of items of each status.' }),
    counts: CountsSchema.describe('Summed over the items.'),
    createdAt: InstantSchema,
    startedAt: InstantSchema.nullable().describe('Null before the first item is begun.'),
    finishedAt: InstantSchema.nullable().describe('Null while the run is active.'),
    error: z
      .object({ code: RunCodeSchema, message: z.string().describe('The reason as a sentence for a person.') })
      .meta({ id: 'RunError', description: 'Why a run was stopped.' })
      .nullable()
      .describe('Null when nothing stopped the run.'),
  })
  .meta({
    id: 'Run',
    description: 'One copy of days of some clients.',
    examples: [
      {
        id: 12,
        kind: 'full',
        trigger: 'manual',
        actor: 'token:example',
        exact: false,
        status: 'running',
        window: { from: '2026-11-25', to: '2026-11-27' },
        progress: { done: 38, total: 127, percent: 29, etaSeconds: 4 },
        items: { pending: 81, running: 8, done: 37, failed: 1, not_found: 0, suspicious_empty: 0, cancelled: 0 },
        counts: {
          inserted: 37,
          updated: 12,
          unchanged: 62,
          deleted: 0,
          quarantined: 0,
          missingUpstream: 0,
          ignored: 0,
        },
        createdAt: '2026-11-28T01:00:00.000Z',
        startedAt: '2026-11-28T01:00:00.140Z',
        finishedAt: null,
        error: null,
      },
    ],
  });
export type RunDto = Dto<typeof RunDto>;

/** A page of runs. */
export const RunPage = pageSchema('RunPage', RunDto);

/** Number of the last finished items whose pace gives the ETA. */
const ETA_SAMPLE_ITEMS = 24;

/**
 * Returns runs as the API returns them. Their counters are sums over their items.
 * @param now milliseconds since the epoch, for the ETA.
 */
export async function toRunDtos(tx: EntityManager, runs: readonly SyncRun[], now: number): Promise<RunDto[]> {
  const dtos: RunDto[] = [];
  for (const run of runs) dtos.push(await toRunDto(tx, run, now));
  return dtos;
}

/**
 * Returns one run as the API returns it.
 * @see toRunDtos
 */
export async function toRunDto(tx: EntityManager, run: SyncRun, now: number): Promise<RunDto> {
  const builder = tx
    .createQueryBuilder(SyncItem, 'item')
    .select('item.status', 'status')
    .addSelect('count(*)', 'items')
    .where('item.run_id = :id', { id: run.id })
    .groupBy('item.status');
  for (const counter of COUNTER_NAMES) builder.addSelect(`sum(item.${counter})`, counter);
  const groups: ({ status: ItemStatus; items: number } & Counts)[] = await builder.getRawMany();
  const items = Object.fromEntries(ITEM_STATUSES.map((status) => [status, 0])) as Record<ItemStatus, number>;
  const counts: Record<CounterName, number> = { ...countsOf({}) };
  let total = 0;
  for (const group of groups) {
    items[group.status] = group.items;
    total += group.items;
    for (const counter of COUNTER_NAMES) counts[counter] += group[counter];
  }
  const remaining = items.pending + items.running;
  const done = total - remaining;
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
      etaSeconds: run.active && remaining > 0 ? await estimateRemainingSeconds(tx, run.id, remaining, now) : null,
    },
    items,
    counts,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? run.errorCode },
  };
}

/** Returns the remaining seconds at the pace of the last finished items; null before two items have finished. */
async function estimateRemainingSeconds(
  tx: EntityManager,
  runId: number,
  remaining: number,
  now: number,
): Promise<number | null> {
  const latest = await tx
    .createQueryBuilder(SyncItem, 'item')
    .select('item.finished_at', 'at')
    .where('item.run_id = :runId AND item.finished_at IS NOT NULL', { runId })
    .orderBy('item.finished_at', 'DESC')
    .limit(ETA_SAMPLE_ITEMS)
    .getRawMany<{ at: string }>();
  const oldest = latest.at(-1);
  if (!oldest || latest.length < 2) return null;
  const seconds = Math.max(0, now - Date.parse(oldest.at)) / 1000;
  return Math.ceil((seconds / (latest.length - 1)) * remaining);
}
