import { onPostgres } from '../support/test-database.js';

await onPostgres('columns-cache', () => import('../../src/stats/columns-cache.spec.js'));
