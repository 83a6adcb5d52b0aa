import { ImportedClient } from '../client.schema.js';

/** The columns of a file, in the order in which they are exported. */
export const COLUMNS: readonly string[] = Object.keys(ImportedClient.shape);

/** Fields that cannot be empty. An empty cell keeps them. */
export const NEVER_EMPTY: readonly string[] = ['upstreamName', 'status'];
