import { describe } from '@jest/globals';

/** URL of the Redis for tests. Each test uses its own key prefix. */
export const REDIS_URL = process.env.TEST_REDIS ?? '';

/** Declares a suite as `describe` does. The run reports it as skipped when Redis is unreachable. */
export const describeOnRedis = REDIS_URL === '' ? describe.skip : describe;
