import type { CollectionRun, CollectionStatus, CollectionTrigger } from './collection-run.entity.js';

/** A collection as the API, the CLI and the stream show it. Instants ISO 8601 UTC. */
export interface CollectionView {
  readonly id: number;
  readonly status: CollectionStatus;
  readonly trigger: CollectionTrigger;
  readonly actor: string | null;
  readonly thenSync: boolean;
  readonly createdAt: string;
  /** When upstream was asked; null before. */
  readonly startedAt: string | null;
  /** Null while it is active. */
  readonly finishedAt: string | null;
  /** Whether the sync that followed inserted or updated a row; null without one. */
  readonly dataMoved: boolean | null;
  readonly message: string | null;
  readonly syncRunId: number | null;
}

export function viewCollection(run: CollectionRun): CollectionView {
  const { id, status, trigger, actor, thenSync, createdAt, requestedAt } = run;
  const { finishedAt, dataMoved, message, syncRunId } = run;
  const startedAt = requestedAt;
  return {
    id,
    status,
    trigger,
    actor,
    thenSync,
    createdAt,
    startedAt,
    finishedAt,
    dataMoved,
    message,
    syncRunId,
  };
}
