import { onPostgres } from '../support/test-database.js';

await onPostgres('process-faults', () => import('../process-faults.e2e.spec.js'));
