import { onPostgres } from '../support/test-database.js';

await onPostgres('collection', () => import('../collection.e2e.spec.js'));
