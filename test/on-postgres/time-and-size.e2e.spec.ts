import { onPostgres } from '../support/test-database.js';

await onPostgres('time-and-size', () => import('../faults/time-and-size.e2e.spec.js'));
