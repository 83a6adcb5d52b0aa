import { onPostgres } from '../support/test-database.js';

await onPostgres('bad-values', () => import('../faults/bad-values.e2e.spec.js'));
