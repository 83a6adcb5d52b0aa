import { onPostgres } from '../support/test-database.js';

await onPostgres('odd-answers', () => import('../faults/odd-answers.e2e.spec.js'));
