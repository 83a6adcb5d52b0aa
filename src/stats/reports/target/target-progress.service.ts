import { Inject, Injectable } from '@nestjs/common';
import { findTargetProgress } from './target-progress.js';
import type { TargetProgress } from '../period-report/period-report.dto.js';
import { PrefixSumsCache } from '../../cache/prefix-sums.cache.js';
import { findListedClient } from '../leaderboard/client-list.repository.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { addDays, startOfMonth, USUAL_REPORTING, UserError, yesterdayAt, type Day } from '../../../domain/index.js';

/** Says how a month of one client goes against its target. */
@Injectable()
export class TargetProgressService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  /** Returns how the month of `day` goes; null without a target. @throws UserError 404 for an unknown client. */
  async find(clientId: number, day: Day): Promise<TargetProgress | null> {
    const month = startOfMonth(day);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    return this.cache.read(
      async (tx, prefixSumsOf) => {
        const client = await findListedClient(tx, clientId);
        if (!client) throw new UserError('not_found', `There is no client ${clientId}`, 404);
        return findTargetProgress(tx, { ...client, prefixSums: prefixSumsOf(clientId) }, { month, yesterday });
      },
      addDays(month, -USUAL_REPORTING.days),
    );
  }
}
