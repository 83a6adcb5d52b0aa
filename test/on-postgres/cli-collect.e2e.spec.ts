import { onPostgres } from '../support/test-database.js';

await onPostgres('cli-collect', () => import('../cli-collect.e2e.spec.js'));
