import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import { UserError } from '../errors.js';
import { coverageOf, type Coverage } from './coverage.js';
import { borderDay, type BorderDay } from './border-day.js';
import { ClientReplica } from './client-replica.entity.js';
import { maxDay, yesterdayAt } from './day.js';
import {
  atBorder,
  changes,
  figuresOf,
  platformAtBorder,
  platformTable,
  type Figures,
  type PlatformFigures,
} from './figures.js';
import { freshnessOf, type Freshness } from './freshness.js';
import { listedClient, type ListedClient } from './listed-clients.js';
import { checkedPeriod, comparisonPeriod, daysOf, type Period } from './period.js';
import { addDay, emptySums } from './period-sums.js';
import { countsOf, usualReporters } from './reporting.js';
import { StatRows } from './stat-rows.js';
import type { ClientStatsQuery } from './stats.schemas.js';

/** One line a platform and one for both; money in rupiah. */
export interface PlatformLines {
  readonly grab: PlatformFigures;
  readonly gojek: PlatformFigures;
  readonly total: PlatformFigures;
}

/** One client's period: figures, every day of it, the same for the comparison period. Money in rupiah. */
export interface ClientPage {
  readonly client: Pick<ListedClient, 'id' | 'name' | 'status' | 'archivedAt' | 'managerId'>;
  readonly period: Period;
  readonly comparePeriod: Period | null;
  readonly summary: Figures & { readonly delta: Figures };
  readonly compare:
    | (Figures & {
        readonly coverage: Coverage;
        readonly days: readonly BorderDay[];
        readonly platforms: PlatformLines;
      })
    | null;
  readonly days: readonly BorderDay[];
  readonly platforms: PlatformLines;
  readonly coverage: Coverage;
  readonly freshness: Freshness;
}

/** Answers everything about one client's period from the replica. */
@Injectable()
export class ClientPageService {
  constructor(
    private readonly database: Database,
    private readonly rows: StatRows,
    private readonly upstream: UpstreamMemory,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws UserError 404 for an unknown client, 400 for a bad period. */
  async page(clientId: number, query: ClientStatsQuery): Promise<ClientPage> {
    const period = checkedPeriod(query.from, query.to);
    const comparePeriod = comparisonPeriod(period, query.compare);
    return this.database.read(async (tx) => {
      const client = await listedClient(tx, clientId);
      if (!client) throw new UserError('not_found', `There is no client ${clientId}`, 404);
      const now = await this.part(tx, client, period, query.excludeFake);
      const then = comparePeriod && (await this.part(tx, client, comparePeriod, query.excludeFake));
      const at = this.clock.now();
      const yesterday = countsOf(await usualReporters(tx, yesterdayAt(at, this.config.businessTimeZone), clientId));
      const { id, name, status, archivedAt, managerId } = client;
      return {
        client: { id, name, status, archivedAt, managerId },
        period,
        comparePeriod,
        summary: { ...atBorder(now.figures), delta: changes(now.figures, then?.figures ?? null) },
        compare: then && {
          ...atBorder(then.figures),
          coverage: then.coverage,
          days: then.days,
          platforms: then.platforms,
        },
        days: now.days,
        platforms: now.platforms,
        coverage: now.coverage,
        freshness: freshnessOf({ ...client, demo: this.upstream.demo, yesterday }, at, this.config.businessTimeZone),
      };
    });
  }

  /** The first and the last day on which any platform reported; null when none ever did. */
  async reach(clientId: number): Promise<Period | null> {
    const replica = await this.database.read((tx) => tx.findOneBy(ClientReplica, { clientId }));
    if (!replica?.firstDate) return null;
    const { firstDate: from, grabThrough, gojekThrough } = replica;
    return { from, to: maxDay(grabThrough ?? from, gojekThrough ?? from) };
  }

  private async part(tx: EntityManager, client: ListedClient, period: Period, excludeFake: boolean) {
    const rows = await this.rows.days(tx, client.id, period);
    const sums = emptySums();
    for (const { values } of rows) addDay(sums, values);
    const held = new Map(rows.map(({ date, values }) => [date, values]));
    const { grab, gojek, total } = platformTable(sums, excludeFake);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    return {
      figures: figuresOf(sums, excludeFake),
      coverage: coverageOf(sums, period, client.start, yesterday),
      days: daysOf(period).map((date) => borderDay(date, held.get(date), excludeFake)),
      platforms: { grab: platformAtBorder(grab), gojek: platformAtBorder(gojek), total: platformAtBorder(total) },
    };
  }
}
