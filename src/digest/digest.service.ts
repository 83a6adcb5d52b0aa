import { Inject, Injectable } from '@nestjs/common';
import { composeDigest } from './compose-digest.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { dayAt, startOfDay, timeOfDayAt, yesterdayAt, type Day } from '../domain/index.js';
import { ReportsService } from '../stats/index.js';
import { SyncRun } from '../sync/index.js';
import { TIME_OF_DAY, type DueMessage, type TelegramChat } from '../telegram/index.js';

/** When the digest is sent on a day whose nightly run has not ended by then, in the business time zone. It says that the day is incomplete. */
const LATEST_TIME = '12:00';

/** Decides whose digest is due, and writes it from what the panel reads. */
@Injectable()
export class DigestService {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the digests of today for these chats, without those that are not due yet or not wanted. */
  async listDue(chats: readonly TelegramChat[]): Promise<DueMessage[]> {
    const { businessTimeZone } = this.config;
    const now = this.clock.now();
    const today = dayAt(now, businessTimeZone);
    const time = timeOfDayAt(now, businessTimeZone);
    const isAfterRun = time >= LATEST_TIME || (await this.hasNightlyRunEnded(today));
    return chats
      .filter(({ digestAt }) =>
        digestAt === 'after_run' ? isAfterRun : TIME_OF_DAY.test(digestAt) && time >= digestAt,
      )
      .map(({ userId }) => ({
        userId,
        key: `digest:${today}`,
        compose: ({ language }) => this.compose(userId, language),
      }));
  }

  /** Returns whether the nightly run of a business day has ended, however it ended. */
  private hasNightlyRunEnded(day: Day): Promise<boolean> {
    const start = startOfDay(day, this.config.businessTimeZone);
    return this.database.read(async (tx) => {
      const run = await tx.findOne(SyncRun, { where: { trigger: 'cron' }, order: { id: 'DESC' } });
      return run?.finishedAt != null && (run.scheduledFor ?? run.createdAt) >= start;
    });
  }

  /** Writes the digest of a user's own restaurants as they are now. */
  private async compose(userId: number, language: TelegramChat['language']): Promise<readonly string[]> {
    const day = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const own = { managerId: userId, platform: 'all' as const };
    const [yesterday, attention, board] = await Promise.all([
      this.reports.findYesterday(own),
      this.reports.listAttention(own),
      this.reports.listShortLeaderboard({
        ...{ ...own, from: day, to: day, status: 'active', compare: 'previous' },
        ...{ sort: 'totalSales', excludeFake: false },
      }),
    ]);
    const { businessTimeZone: timeZone, publicUrl } = this.config;
    return composeDigest({ yesterday, attention, board }, { language, timeZone, publicUrl });
  }
}
