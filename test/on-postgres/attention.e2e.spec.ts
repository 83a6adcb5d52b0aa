import { onPostgres } from '../support/test-database.js';

await onPostgres('attention', () => import('../attention.e2e.spec.js'));
