import { z } from 'zod';
import { PlatformSchema } from './figures.schema.js';
import type { ClientPrefixSums } from '../cache/client-prefix-sums.js';
import type { PlatformActivity } from '../cache/platform-activity.js';
import { fromDayNumber, type Platform } from '../../domain/index.js';
import { DaySchema, type Dto } from '../../platform/http/index.js';

/** A day on which a platform reports exactly 0 sales and 0 orders, although it usually sells and others sold. */
export const SuspiciousZero = z.object({ date: DaySchema, platform: PlatformSchema }).meta({
  id: 'SuspiciousZero',
  description: 'A platform reports no sales and no orders on this day, although it usually sells and others sold.',
});
export type SuspiciousZero = Dto<typeof SuspiciousZero>;

/**
 * Returns the suspicious zeros of a client, oldest first. A zero is suspicious when the platform sold on at least five of the
 * seven days before, and more than half of the other clients that reported the day on that platform sold. The zero stays a value.
 * @param from first day, as days since 1970-01-01. @param to last day, included.
 */
export function listSuspiciousZeros(
  { marks }: ClientPrefixSums,
  activity: PlatformActivity,
  { from, to, platforms }: { readonly from: number; readonly to: number; readonly platforms: readonly Platform[] },
): SuspiciousZero[] {
  return marks
    .listZeros(from, to, platforms)
    .filter((zero) => activity.haveOthersSold(zero))
    .map(({ day, platform }) => ({ date: fromDayNumber(day), platform }));
}
