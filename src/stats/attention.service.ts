import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { DROP, JUDGED_DAYS, weekAgainstUsual } from './attention.js';
import { ColumnsCache } from './columns-cache.js';
import { addDays, dayNumber, yesterdayAt } from './day.js';
import { valueAtBorder } from './figures.js';
import { listedClients } from './listed-clients.js';
import { PLATFORMS, type Platform } from './metric-catalogue.js';
import { byName } from './name-order.js';
import type { Period } from './period.js';
import type { AttentionQuery } from './stats.schemas.js';

/** One platform of one client that sells far less than usual. Money in rupiah, `change` a fraction of `usual`. */
export interface NeedsAttention {
  readonly id: number;
  readonly name: string;
  readonly platform: Platform;
  readonly sales: number | null;
  readonly usual: number | null;
  readonly change: number;
  /** Days of the week that could be compared. */
  readonly days: number;
}

/** Who needs attention in a week, the largest loss in rupiah first. */
export interface AttentionList {
  readonly period: Period;
  readonly clients: readonly NeedsAttention[];
}

/** Finds active clients whose sales on a platform fell by 30% or more. Reads the replica only. */
@Injectable()
export class AttentionService {
  constructor(
    private readonly cache: ColumnsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws UserError 400 for an unknown manager. */
  async list({ to, managerId }: AttentionQuery): Promise<AttentionList> {
    const end = to ?? yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    return this.cache.read(async (tx, columnsOf) => {
      const found = (await listedClients(tx, { status: 'active', managerId })).flatMap(({ id, name }) =>
        PLATFORMS.flatMap((platform) => {
          const week = weekAgainstUsual(columnsOf(id), platform, dayNumber(end));
          return week && week.change <= DROP ? [{ id, name, platform, ...week }] : [];
        }),
      );
      found.sort((a, b) => b.usual - b.sales - (a.usual - a.sales) || byName(a.name, b.name) || a.id - b.id);
      return {
        period: { from: addDays(end, 1 - JUDGED_DAYS), to: end },
        clients: found.map((line) => ({
          ...line,
          sales: valueAtBorder(line.sales, 'money'),
          usual: valueAtBorder(line.usual, 'money'),
        })),
      };
    });
  }
}
