import { onPostgres } from '../support/test-database.js';

await onPostgres('repair-pages', () => import('../repair-pages.e2e.spec.js'));
