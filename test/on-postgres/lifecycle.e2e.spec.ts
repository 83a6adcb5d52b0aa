import { onPostgres } from '../support/test-database.js';

await onPostgres('lifecycle', () => import('../lifecycle.e2e.spec.js'));
