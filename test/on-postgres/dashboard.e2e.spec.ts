import { onPostgres } from '../support/test-database.js';

await onPostgres('dashboard', () => import('../dashboard.e2e.spec.js'));
