import { onPostgres } from '../support/test-database.js';

await onPostgres('monitoring', () => import('../monitoring.e2e.spec.js'));
