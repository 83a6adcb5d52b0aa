import type { ItemStatus } from './runs/sync-item.entity.js';
import type { RunDto } from './runs/run.dto.js';
import type { WriteCounts } from '../domain/index.js';
import { defineEvent } from '../platform/events/index.js';

/** A run was planned and its items are pending. */
export const RunPlanned = defineEvent<{ readonly runId: number }>('run-planned');

/** How an item ended. `counts` is null when no row was compared. */
export interface ItemResult {
  readonly status: ItemStatus;
  readonly counts: WriteCounts | null;
}

/** This process ended an item. */
export const ItemEnded = defineEvent<ItemResult>('item-ended');

/** This process committed inserted, updated or deleted rows of a client. */
export const ReplicaUpdated = defineEvent<{ readonly clientId: number; readonly counts: WriteCounts }>(
  'replica-updated',
);

/**
 * This process noticed that a run ended. Published once per run in each process that works on it. Heard by the sync worker, both
 * schedules, the collection worker, the event stream and the incident monitor; docs/DESIGN.md has the diagram.
 */
export const RunEnded = defineEvent<RunDto>('run-ended');

/** A run ended. Published once per run, in one process only, so that counters count it once. Heard by the metrics. */
export const RunAnnounced = defineEvent<RunDto>('run-announced');
