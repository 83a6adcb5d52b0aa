import { describe } from '@jest/globals';

/** A Redis that tests may use; the keys of each are its own. */
export const REDIS_URL = process.env.TEST_REDIS ?? '';

/** As `describe`; reported skipped, by name, where Redis does not answer. */
export const describeOnRedis = REDIS_URL === '' ? describe.skip : describe;
