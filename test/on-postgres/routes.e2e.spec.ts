import { onPostgres } from '../support/test-database.js';

await onPostgres('routes', () => import('../routes.e2e.spec.js'));
