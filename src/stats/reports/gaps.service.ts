import { Inject, Injectable } from '@nestjs/common';
import type { ClientPrefixSums } from '../cache/client-prefix-sums.js';
import { PrefixSumsCache } from '../cache/prefix-sums.cache.js';
import type { ClientGaps, Gap, Gaps } from './gaps.dto.js';
import { findListedClients, type ListedClient } from './leaderboard/client-list.repository.js';
import type { GapsQuery } from '../stats.schema.js';
import { LoopPacer } from '../../platform/event-loop/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import {
  toDayNumber,
  fromDayNumber,
  maxDay,
  minDay,
  yesterdayAt,
  type Day,
  type Platform,
  compareNames,
  parsePeriod,
  countDays,
  type Period,
} from '../../domain/index.js';

/**
 * Finds the days that the replica misses. Between two reports a platform is missing when it reported both earlier and later.
 * Before the first report (from `startDate` on) and after the last one, all platforms that the client uses are missing.
 */
@Injectable()
export class GapsService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns the gaps through yesterday of all active clients, or of one client. @throws UserError 400 for a bad period or client. */
  async list({ from, to, clientId }: GapsQuery): Promise<Gaps> {
    const period = parsePeriod(from, to);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const listed = await this.cache.read(async (tx, prefixSumsOf) => {
      const found = await findListedClients(tx, clientId === undefined ? { status: 'active' } : { clientId });
      return found.map((client) => ({ client, prefixSums: prefixSumsOf(client.id) }));
    });
    const clients: ClientGaps[] = [];
    const pacer = new LoopPacer();
    for (const { client, prefixSums } of listed) {
      const gaps = findGaps(client, prefixSums, { from, to: minDay(to, yesterday) });
      if (gaps.missing > 0) clients.push(gaps);
      if (pacer.isDue) await pacer.pause();
    }
    clients.sort((a, b) => b.missing - a.missing || compareNames(a.name, b.name));
    return { period, clients, heal: toHealRequest(clients) };
  }
}

function findGaps(
  { id, name, expectedFrom }: ListedClient,
  prefixSums: ClientPrefixSums,
  { from, to }: Period,
): ClientGaps {
  const gaps: Gap[] = [];
  if (expectedFrom) {
    const first = toDayNumber(maxDay(from, expectedFrom));
    for (let day = first; day <= toDayNumber(to); day++) {
      const platforms = prefixSums.findMissingPlatforms(day);
      if (platforms.length > 0) addMissingDay(gaps, fromDayNumber(day), platforms);
    }
  }
  return { id, name, missing: gaps.reduce((sum, { days }) => sum + days, 0), gaps };
}

/** Extends the last gap by one day when the day continues it, else adds a new gap. */
function addMissingDay(gaps: Gap[], day: Day, platforms: readonly Platform[]): void {
  const last = gaps.at(-1);
  const isContinued = last?.platforms.join() === platforms.join() && toDayNumber(last.to) + 1 === toDayNumber(day);
  const from = isContinued ? last.from : day;
  if (isContinued) gaps.pop();
  gaps.push({ from, to: day, days: countDays({ from, to: day }), platforms });
}

function toHealRequest(clients: readonly ClientGaps[]): Gaps['heal'] {
  const gaps = clients.flatMap((client) => client.gaps);
  const [first, ...rest] = gaps;
  if (!first) return null;
  const from = rest.reduce((day, gap) => minDay(day, gap.from), first.from);
  const to = rest.reduce((day, gap) => maxDay(day, gap.to), first.to);
  return { from, to, clientIds: clients.map(({ id }) => id).sort((a, b) => a - b) };
}
