import { ImportedClient } from '../client.schema.js';

/** Zod schema of the name of a column. */
export const ImportColumn = ImportedClient.keyof();
type ImportColumn = (typeof ImportColumn.options)[number];

/** The columns of a file, in the order in which they are exported. */
export const COLUMNS: readonly ImportColumn[] = ImportColumn.options;

/** Fields that cannot be empty. An empty cell keeps them. */
export const NEVER_EMPTY: readonly string[] = ['upstreamName', 'status'];
