import type { ClientPrefixSums } from './client-prefix-sums.js';
import type { PlatformDay } from './day-marks.js';
import { PLATFORMS, type Platform } from '../../domain/index.js';

/** The clients that reported and sold on a platform on one day. */
interface Activity {
  reported: number;
  sold: number;
}

/**
 * Counts for every day and platform how many clients of the replica reported and how many of them sold. It tells a quiet
 * restaurant from a day on which nobody sold.
 */
export class PlatformActivity {
  private readonly days: Readonly<Record<Platform, Map<number, Activity>>> = { grab: new Map(), gojek: new Map() };

  /** Counts a client in, or out again with -1. */
  count({ marks }: ClientPrefixSums, sign: 1 | -1): void {
    for (const platform of PLATFORMS) {
      const days = this.days[platform];
      for (let day = marks.firstDay; day <= marks.lastDay; day++) {
        if (!marks.hasReported(day, platform)) continue;
        let activity = days.get(day);
        if (!activity) days.set(day, (activity = { reported: 0, sold: 0 }));
        activity.reported += sign;
        if (marks.hasSold(day, platform)) activity.sold += sign;
      }
    }
  }

  /** Returns whether more than half of the other clients that reported a platform-day sold, for a client that sold nothing. */
  haveOthersSold({ day, platform }: PlatformDay): boolean {
    const { reported, sold } = this.days[platform].get(day) ?? { reported: 0, sold: 0 };
    return sold * 2 > reported - 1;
  }
}
