import { onPostgres } from '../support/test-database.js';

await onPostgres('broken-answers', () => import('../faults/broken-answers.e2e.spec.js'));
