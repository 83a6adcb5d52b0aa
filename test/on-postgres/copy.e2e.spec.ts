import { onPostgres } from '../support/test-database.js';

await onPostgres('copy', () => import('../copy.e2e.spec.js'));
