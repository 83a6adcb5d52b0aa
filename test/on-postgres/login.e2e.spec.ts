import { onPostgres } from '../support/test-database.js';

await onPostgres('login', () => import('../login.e2e.spec.js'));
