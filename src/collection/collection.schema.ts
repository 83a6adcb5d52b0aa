import { z } from 'zod';
import { COLLECTION_STATUSES } from './collection-run.entity.js';
import { PageQuery } from '../platform/http/index.js';

/** A request to collect. With `thenSync` a sync copies the rewritten days afterwards. */
export const CollectionRequest = z
  .strictObject({
    thenSync: z.boolean().default(false).describe('Copies the rewritten days afterwards.'),
  })
  .meta({
    id: 'CollectionRequest',
    description: 'A request to the upstream to collect.',
    examples: [{ thenSync: true }],
  });
export type CollectionRequest = z.output<typeof CollectionRequest>;

export const CollectionsQuery = z.strictObject({
  status: z.enum(COLLECTION_STATUSES).optional().describe('Collections of this status only.'),
  ...PageQuery,
});
export type CollectionsQuery = z.output<typeof CollectionsQuery>;
