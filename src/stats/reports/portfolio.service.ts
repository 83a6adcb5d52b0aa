import { Inject, Injectable } from '@nestjs/common';
import { DailySales } from '../cache/daily-sales.js';
import { PrefixSumsCache } from '../cache/prefix-sums.cache.js';
import { isAwaited } from './freshness/reporting-expectation.js';
import { findListedClients, type ClientSelection } from './leaderboard/client-list.repository.js';
import { MAX_MISSING_NAMED, type Portfolio } from './portfolio.dto.js';
import { toPlatforms } from './report-view.js';
import type { PlatformFilter } from '../stats.schema.js';
import { LoopPacer } from '../../platform/event-loop/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import {
  addDays,
  addKnown,
  DailyCompleteness,
  listBuckets,
  toDayNumber,
  toRupiah,
  USUAL_REPORTING,
  yesterdayAt,
  type Interval,
  type Period,
} from '../../domain/index.js';

/** What to add up, of which clients. */
export interface PortfolioRequest extends ClientSelection {
  readonly platform: PlatformFilter;
  readonly interval?: Interval | undefined;
}

/** Adds up the daily sales of several clients. */
@Injectable()
export class PortfolioService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the totals of the selected clients. @throws UserError 400 for an unknown manager. */
  async list(request: PortfolioRequest, period: Period): Promise<Portfolio> {
    const platforms = toPlatforms(request.platform);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const [from, to] = [toDayNumber(period.from), toDayNumber(period.to)];
    const lastDay = Math.min(to, toDayNumber(yesterday));
    const clients = await this.cache.read(
      async (tx, prefixSumsOf) =>
        (await findListedClients(tx, request)).map((client) => ({ client, prefixSums: prefixSumsOf(client.id) })),
      addDays(period.from, -USUAL_REPORTING.days),
    );
    const days = new DailySales(from, to);
    const completeness = new DailyCompleteness(from, to);
    const missing = Array.from({ length: to - from + 1 }, (): number[] => []);
    const pacer = new LoopPacer();
    for (const { client, prefixSums } of clients) {
      if (pacer.isDue) await pacer.pause();
      prefixSums.addDailySalesTo(days, platforms);
      if (!isAwaited(client)) continue;
      prefixSums.marks.addCompletenessTo(completeness, lastDay, platforms);
      for (const day of prefixSums.marks.listIncomplete(from, lastDay, platforms)) {
        const named = missing[day - from]!;
        if (named.length < MAX_MISSING_NAMED) named.push(client.id);
      }
    }
    const sales = days.toSen();
    return {
      sales: sales.map((sen) => (sen === null ? null : toRupiah(sen))),
      reporting: [...days.reportingClients],
      expected: [...completeness.expected],
      reported: [...completeness.reported],
      missing,
      ...(request.interval && {
        buckets: listBuckets(period, request.interval).map((bucket) => {
          const inBucket = sales.slice(toDayNumber(bucket.from) - from, toDayNumber(bucket.to) - from + 1);
          const sen = inBucket.reduce<number | null>(addKnown, null);
          return {
            ...bucket,
            sales: sen === null ? null : toRupiah(sen),
            ...completeness.sumDays(bucket, yesterday),
          };
        }),
      }),
    };
  }
}
