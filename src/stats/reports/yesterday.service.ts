import { Inject, Injectable } from '@nestjs/common';
import type { ClientPrefixSums } from '../cache/client-prefix-sums.js';
import { PrefixSumsCache } from '../cache/prefix-sums.cache.js';
import { findStop } from './freshness/find-stop.js';
import { isAwaited } from './freshness/reporting-expectation.js';
import { findListedClients, type ListedClient } from './leaderboard/client-list.repository.js';
import { toPlatforms } from './report-view.js';
import type { Yesterday } from './yesterday.dto.js';
import type { YesterdayQuery } from '../stats.schema.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { compareNames, fromDayNumber, toDayNumber, yesterdayAt, type Platform } from '../../domain/index.js';

/** Says who reported yesterday and who did not. */
@Injectable()
export class YesterdayService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the last business day of the selected active clients. @throws UserError 400 for an unknown manager. */
  async findOne({ managerId, platform }: YesterdayQuery): Promise<Yesterday> {
    const platforms = toPlatforms(platform);
    const date = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const day = toDayNumber(date);
    return this.cache.read(async (tx, prefixSumsOf) => {
      const clients = (await findListedClients(tx, { managerId }))
        .filter(isAwaited)
        .sort((a, b) => compareNames(a.name, b.name) || a.id - b.id);
      const expected = clients.filter(({ id }) => prefixSumsOf(id).marks.listExpected(day, platforms).length > 0);
      const missing = expected
        .map(({ id, name }) => ({ id, name, platforms: prefixSumsOf(id).marks.listMissing(day, platforms) }))
        .filter((client) => client.platforms.length > 0);
      return {
        date,
        expected: expected.length,
        reported: expected.length - missing.length,
        missing,
        noLongerReporting: clients.flatMap((client) => toStopped(client, prefixSumsOf(client.id), day, platforms)),
      };
    });
  }
}

/** Returns a client that has stopped on all these platforms, or nothing. */
function toStopped(
  { id, name }: ListedClient,
  prefixSums: ClientPrefixSums,
  yesterday: number,
  platforms: readonly Platform[],
): Yesterday['noLongerReporting'] {
  const since = findStop(prefixSums, platforms, yesterday);
  return since === null ? [] : [{ id, name, since: fromDayNumber(since) }];
}
