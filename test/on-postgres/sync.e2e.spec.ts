import { onPostgres } from '../support/test-database.js';

await onPostgres('sync', () => import('../sync.e2e.spec.js'));
