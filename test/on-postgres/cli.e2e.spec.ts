import { onPostgres } from '../support/test-database.js';

await onPostgres('cli', () => import('../cli.e2e.spec.js'));
