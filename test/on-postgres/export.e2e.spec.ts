import { onPostgres } from '../support/test-database.js';

await onPostgres('export', () => import('../export.e2e.spec.js'));
