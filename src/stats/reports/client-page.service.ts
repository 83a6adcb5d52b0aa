import { Inject, Injectable } from '@nestjs/common';
import {
  toClientBuckets,
  toClientDays,
  toComparedPlatforms,
  toPlatformTableDto,
  type ClientPage,
  type ClientPageContext,
} from './client-page.dto.js';
import { PrefixSumsCache } from '../cache/prefix-sums.cache.js';
import { ClientReplica } from '../store/client-replica.entity.js';
import { FreshnessService } from './freshness/freshness.service.js';
import { countUsualReporters } from './freshness/reporting-expectation.js';
import { findListedClient, type ListedClient } from './leaderboard/client-list.repository.js';
import { sumMatched, toComparedFigures } from './leaderboard/leaderboard.dto.js';
import { toReportView } from './report-view.js';
import type { ClientStatsQuery } from '../stats.schema.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import {
  calculateCoverage,
  calculateFigures,
  maxDay,
  toDayNumber,
  toFiguresDto,
  UserError,
  yesterdayAt,
  type Period,
} from '../../domain/index.js';

/** Reads one client's period from the replica. */
@Injectable()
export class ClientPageService {
  constructor(
    private readonly database: Database,
    private readonly cache: PrefixSumsCache,
    private readonly freshness: FreshnessService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns one client's period. @throws UserError 404 for an unknown client, 400 for a bad period or comparison. */
  async findOne(clientId: number, query: ClientStatsQuery): Promise<ClientPage> {
    const view = toReportView(query);
    return this.cache.read(async (tx, prefixSumsOf, activity) => {
      const client = await findListedClient(tx, clientId);
      if (!client) throw new UserError('not_found', `There is no client ${clientId}`, 404);
      const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
      const context = { prefixSums: prefixSumsOf(client.id), activity, view, yesterday };
      const sums = context.prefixSums.sumDays(view.from, view.to, view.platforms);
      const { id, name, status, archivedAt, managerId } = client;
      return {
        client: { id, name, status, archivedAt, managerId },
        period: view.period,
        comparePeriod: view.comparePeriod,
        summary: {
          ...toFiguresDto(calculateFigures(sums, view.excludeFake)),
          ...toComparedFigures(sumMatched(context.prefixSums, view), view.excludeFake),
        },
        compare: toComparison(context, client),
        days: toClientDays(context, view.period),
        ...(query.interval && { buckets: toClientBuckets(context, query.interval) }),
        platforms: toComparedPlatforms(context, sums),
        coverage: calculateCoverage(sums, view.period, client.expectedFrom, yesterday),
        freshness: this.freshness.judge({ ...client, yesterday: countYesterday(context), firstCopy: null }),
      };
    }, view.since);
  }

  /** Returns the first and the last day on which any platform reported; null when none ever did. */
  async findReportedPeriod(clientId: number): Promise<Period | null> {
    const replica = await this.database.read((tx) => tx.findOneBy(ClientReplica, { clientId }));
    if (!replica?.firstDate) return null;
    const { firstDate: from, grabThrough, gojekThrough } = replica;
    return { from, to: maxDay(grabThrough ?? from, gojekThrough ?? from) };
  }
}

function toComparison(context: ClientPageContext, { expectedFrom }: ListedClient): ClientPage['compare'] {
  const { view, prefixSums, yesterday } = context;
  if (!view.comparison || !view.comparePeriod) return null;
  const { from, to } = view.comparison.compare;
  const sums = prefixSums.sumDays(from, to, view.platforms);
  return {
    ...toFiguresDto(calculateFigures(sums, view.excludeFake)),
    coverage: calculateCoverage(sums, view.comparePeriod, expectedFrom, yesterday),
    days: toClientDays(context, view.comparePeriod),
    platforms: toPlatformTableDto(sums, view.excludeFake),
  };
}

/** Counts the client when it usually reports, whatever its status. */
function countYesterday({ prefixSums: { marks }, yesterday }: ClientPageContext) {
  const { expected, missing } = marks.assess(toDayNumber(yesterday));
  return countUsualReporters(expected ? [{ missing }] : []);
}
