import { onPostgres } from '../support/test-database.js';

await onPostgres('exact', () => import('../exact.e2e.spec.js'));
