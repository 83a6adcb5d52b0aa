import { onPostgres } from '../support/test-database.js';

await onPostgres('seed-routes', () => import('../seed-routes.e2e.spec.js'));
