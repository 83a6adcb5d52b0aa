import { onPostgres } from '../support/test-database.js';

await onPostgres('events', () => import('../events.e2e.spec.js'));
