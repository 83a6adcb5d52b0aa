import { onPostgres } from '../support/test-database.js';

await onPostgres('down-for-a-week', () => import('../faults/down-for-a-week.e2e.spec.js'));
