import { onPostgres } from '../support/test-database.js';

await onPostgres('alerts', () => import('../alerts.e2e.spec.js'));
