import { onPostgres } from '../support/test-database.js';

await onPostgres('concurrency', () => import('../concurrency.e2e.spec.js'));
