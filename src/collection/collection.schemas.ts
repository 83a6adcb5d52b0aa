import { z } from 'zod';
import { PageQuery } from '../http/validation.js';
import { COLLECTION_STATUSES } from './collection-run.entity.js';

/** `thenSync`: copy the days a collection rewrites once it is over. */
export const CollectionRequest = z.strictObject({ thenSync: z.boolean().default(false) });
export type CollectionRequest = z.output<typeof CollectionRequest>;

export const CollectionsQuery = z.strictObject({ status: z.enum(COLLECTION_STATUSES).optional(), ...PageQuery });
export type CollectionsQuery = z.output<typeof CollectionsQuery>;
