import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/config/index.js';
import { type Database, ReplicaMeta } from '../../platform/database/index.js';

const KEY = 'upstream_batch';
/** After this time a server that had no batch call, or a wrong one, is tried again. */
const ABSENCE_TTL_MS = 24 * 3_600_000;

const Remembered = z.object({ state: z.enum(['verified', 'absent', 'differs']), at: z.iso.datetime() });

/** What the replica remembers of the batch call. `unknown`: it was never tried, or so long ago that it is tried again. */
export type BatchState = z.output<typeof Remembered>['state'] | 'unknown';

/** Remembers in SQL whether the upstream has a batch call whose rows are right, so that all processes know. */
export class BatchMemory {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(): Promise<BatchState> {
    return this.database.read((tx) => readBatchState(tx, this.clock.now()));
  }

  async write(state: Exclude<BatchState, 'unknown'>): Promise<void> {
    const value = JSON.stringify({ state, at: this.clock.now().toISOString() });
    await this.database.write((tx) => tx.upsert(ReplicaMeta, { key: KEY, value }, ['key']));
  }
}

/** Returns what the replica remembers of the batch call. */
export async function readBatchState(tx: EntityManager, now: Date): Promise<BatchState> {
  const row = await tx.findOneBy(ReplicaMeta, { key: KEY });
  const remembered = row ? Remembered.safeParse(parseJson(row.value)).data : undefined;
  if (!remembered) return 'unknown';
  const isOver = now.getTime() - Date.parse(remembered.at) >= ABSENCE_TTL_MS;
  return remembered.state !== 'verified' && isOver ? 'unknown' : remembered.state;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
