import { Inject, Injectable } from '@nestjs/common';
import type { PutAside } from './put-aside.entity.js';
import { PutAsideService } from './put-aside.service.js';
import { DAYS_READ, MAX_DELTA, WEEK_DAYS, compareWeekWithUsual } from './attention.js';
import type { AttentionList, NeedsAttention } from './attention.dto.js';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { PrefixSumsCache } from '../../cache/prefix-sums.cache.js';
import { findStop } from '../freshness/find-stop.js';
import { findListedClients } from '../leaderboard/client-list.repository.js';
import { toPlatforms } from '../report-view.js';
import { listSuspiciousZeros } from '../suspicious-zeros.js';
import type { AttentionQuery } from '../../stats.schema.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import {
  addDays,
  fromDayNumber,
  PLATFORMS,
  toDayNumber,
  yesterdayAt,
  toFigureDto,
  USUAL_REPORTING,
  compareNames,
  type Platform,
} from '../../../domain/index.js';

/** Finds active clients whose sales on a platform fell by 30% or more, that report a suspicious zero, or of which one platform has stopped. */
@Injectable()
export class AttentionService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly putAside: PutAsideService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the week that ends on `to`, or on yesterday without it. @throws UserError 400 for an unknown manager. */
  async list({ to, managerId, platform: filter }: AttentionQuery): Promise<AttentionList> {
    const end = to ?? yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const lastDay = toDayNumber(end);
    return this.cache.read(
      async (tx, prefixSumsOf, activity) => {
        const found = (await findListedClients(tx, { status: 'active', managerId })).flatMap(({ id, name }) =>
          toPlatforms(filter).flatMap((platform) => {
            const week = compareWeekWithUsual(prefixSumsOf(id), platform, lastDay);
            const range = { from: lastDay - WEEK_DAYS + 1, to: lastDay, platforms: [platform] };
            const zeros = listSuspiciousZeros(prefixSumsOf(id), activity, range).map(({ date }) => date);
            const hasFallen = week !== null && week.delta <= MAX_DELTA;
            const stop = findStopOfOne(prefixSumsOf(id), platform, lastDay);
            const stoppedSince = stop === null ? null : fromDayNumber(stop);
            if (!hasFallen && zeros.length === 0 && stoppedSince === null) return [];
            return [{ id, name, platform, ...(week ?? NOT_COMPARED), zeros, stoppedSince }];
          }),
        );
        found.sort((a, b) => b.usual - b.sales - (a.usual - a.sales) || compareNames(a.name, b.name) || a.id - b.id);
        const entries = found.map(({ id, name, platform, sales, usual, delta, days, zeros, stoppedSince }) => ({
          id,
          name,
          platform,
          sales: toFigureDto(sales, 'money'),
          usual: toFigureDto(usual, 'money'),
          change: delta,
          days,
          zeros,
          stoppedSince,
        }));
        return {
          period: { from: addDays(end, 1 - WEEK_DAYS), to: end },
          ...separate(entries, await this.putAside.list(tx)),
        };
      },
      addDays(end, 1 - DAYS_READ - USUAL_REPORTING.days),
    );
  }
}

/**
 * Returns since when a platform has stopped while the client still reports; null for any other. A stop is listed for
 * {@link DAYS_READ} days. A client that stopped on all platforms is no longer reporting, which is another list.
 */
function findStopOfOne(prefixSums: ClientPrefixSums, platform: Platform, lastDay: number): number | null {
  const since = findStop(prefixSums, [platform], lastDay);
  if (since === null || since <= lastDay - DAYS_READ) return null;
  return prefixSums.marks.listExpected(lastDay, PLATFORMS).length > 0 ? since : null;
}

/** Separates the entries of the clients that are put aside from the others. */
function separate(
  entries: readonly NeedsAttention[],
  putAside: readonly PutAside[],
): Pick<AttentionList, 'clients' | 'putAside'> {
  const aside = new Set(putAside.map(({ clientId }) => clientId));
  return {
    clients: entries.filter(({ id }) => !aside.has(id)),
    putAside: putAside.flatMap(({ clientId: id, until, note, author }) => {
      const own = entries.filter((entry) => entry.id === id);
      return own[0] ? [{ id, name: own[0].name, until, note, author, entries: own }] : [];
    }),
  };
}

/** A week of which no day can be compared. */
const NOT_COMPARED = { sales: 0, usual: 0, delta: null, days: 0 };
