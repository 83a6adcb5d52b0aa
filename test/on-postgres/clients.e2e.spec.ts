import { onPostgres } from '../support/test-database.js';

await onPostgres('clients', () => import('../clients.e2e.spec.js'));
