import { onPostgres } from '../support/test-database.js';

await onPostgres('stat-writer', () => import('../../src/stats/stat-writer.spec.js'));
