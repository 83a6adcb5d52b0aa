import { z } from 'zod';
import { defineJob } from '../../platform/queue/index.js';

/** Copies the window of one client, an item of the active run. */
export const syncItemJob = defineJob({
  name: 'sync.pull',
  payload: z.object({ itemId: z.number().int().positive() }),
  key: ({ itemId }) => String(itemId),
});

/** Checks whether the last cron time of the nightly run still needs a run. */
export const syncScheduleJob = defineJob({ name: 'sync.tick', payload: z.strictObject({}), key: () => 'tick' });
