import { z } from 'zod';
import { jobKind } from '../queue/job-queue.js';

/** Copies one client's window: an item of the active run. */
export const pullItem = jobKind({
  name: 'sync.pull',
  payload: z.object({ itemId: z.number().int().positive() }),
  key: ({ itemId }) => String(itemId),
});

/** Has the schedule looked at: its last tick may be owed a run. */
export const syncTick = jobKind({ name: 'sync.tick', payload: z.strictObject({}), key: () => 'tick' });
