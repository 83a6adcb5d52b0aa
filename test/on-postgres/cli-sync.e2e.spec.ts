import { onPostgres } from '../support/test-database.js';

await onPostgres('cli-sync', () => import('../cli-sync.e2e.spec.js'));
