import { onPostgres } from '../support/test-database.js';

await onPostgres('freshness', () => import('../freshness.e2e.spec.js'));
