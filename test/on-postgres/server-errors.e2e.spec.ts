import { onPostgres } from '../support/test-database.js';

await onPostgres('server-errors', () => import('../faults/server-errors.e2e.spec.js'));
