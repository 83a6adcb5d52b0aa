import { onPostgres } from '../support/test-database.js';

await onPostgres('rate-limit', () => import('../faults/rate-limit.e2e.spec.js'));
