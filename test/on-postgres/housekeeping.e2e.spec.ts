import { onPostgres } from '../support/test-database.js';

await onPostgres('housekeeping', () => import('../housekeeping.e2e.spec.js'));
