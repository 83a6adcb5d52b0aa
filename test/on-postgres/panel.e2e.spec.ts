import { onPostgres } from '../support/test-database.js';

await onPostgres('panel', () => import('../panel.e2e.spec.js'));
