import { onPostgres } from '../support/test-database.js';

await onPostgres('client-page', () => import('../client-page.e2e.spec.js'));
