import { onPostgres } from '../support/test-database.js';

await onPostgres('leaderboard', () => import('../leaderboard.e2e.spec.js'));
