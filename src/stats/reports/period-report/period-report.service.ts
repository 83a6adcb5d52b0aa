import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { calculateWeekdays, findExtremes, listMissingDays, listReportDays } from './report-days.js';
import type { PeriodReport, TargetProgress } from './period-report.dto.js';
import { ReportSums } from './report-sums.js';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { PrefixSumsCache } from '../../cache/prefix-sums.cache.js';
import { toPlatformTableDto } from '../client-page.dto.js';
import { findListedClient, type ListedClient } from '../leaderboard/client-list.repository.js';
import { toReportView } from '../report-view.js';
import { findTargetProgress } from '../target/target-progress.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import {
  badInput,
  calculateFigures,
  endOfMonth,
  minDay,
  parsePeriod,
  startOfMonth,
  toFiguresDto,
  UserError,
  yesterdayAt,
  type Comparison,
  type Period,
} from '../../../domain/index.js';

/** Reads a period of one or several clients from the replica. */
@Injectable()
export class PeriodReportService {
  constructor(
    private readonly cache: PrefixSumsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  /** Returns the report. @throws UserError 404 for an unknown client, 400 for a bad period and for one of which no day is over. */
  async find(clientIds: readonly number[], requested: Period): Promise<PeriodReport> {
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const whole = parsePeriod(requested.from, requested.to);
    if (whole.from > yesterday) throw badInput('from', 'no day of the period is over yet');
    const period = { from: whole.from, to: minDay(whole.to, yesterday) };
    const view = (compare: Comparison) => toReportView({ ...period, compare, platform: 'all', excludeFake: true });
    const isMonth = isCalendarMonth(whole);
    const [previous, year] = [view(isMonth ? 'month' : 'previous'), view('year')];
    return this.cache.read(
      async (tx, prefixSumsOf) => {
        const clients = await findClients(tx, clientIds, prefixSumsOf);
        const usedSince = previous.comparePeriod?.from ?? period.from;
        const sums = new ReportSums(clients, yesterday);
        const days = listReportDays(
          clients.map(({ prefixSums }) => prefixSums),
          period,
        );
        const periodSums = sums.sumPeriod(previous);
        return {
          clients: clients.map((client) => ({
            id: client.id,
            name: client.name,
            coverage: sums.coverClient(client, period, previous),
          })),
          period,
          isOver: whole.to <= yesterday,
          figures: toFiguresDto(calculateFigures(periodSums, true)),
          platforms: toPlatformTableDto(periodSums, true),
          previous: sums.compare(previous, isMonth ? 'month' : 'previous'),
          year: sums.compare(year, 'year'),
          coverage: sums.cover(period, previous),
          missing: clients.flatMap((client) =>
            listMissingDays(client, { period, usedSince, expectedFrom: client.expectedFrom }),
          ),
          days,
          weekdays: calculateWeekdays(days),
          ...findExtremes(days),
          target: isMonth ? await findProgressOfOne(tx, clients, { month: whole.from, yesterday }) : null,
        };
      },
      minDay(previous.since, year.since),
    );
  }
}

/** A client of a report with its history. */
export type ReportClient = ListedClient & { readonly prefixSums: ClientPrefixSums };

async function findClients(
  tx: EntityManager,
  ids: readonly number[],
  prefixSumsOf: (clientId: number) => ClientPrefixSums,
): Promise<ReportClient[]> {
  const result: ReportClient[] = [];
  for (const id of ids) {
    const client = await findListedClient(tx, id);
    if (!client) throw new UserError('not_found', `There is no client ${id}`, 404);
    result.push({ ...client, prefixSums: prefixSumsOf(id) });
  }
  return result;
}

/** Returns the progress of a report's only client; null for several, which have no target together. */
async function findProgressOfOne(
  tx: EntityManager,
  [client, ...others]: readonly ReportClient[],
  month: Parameters<typeof findTargetProgress>[2],
): Promise<TargetProgress | null> {
  return client && others.length === 0 ? findTargetProgress(tx, client, month) : null;
}

/** Returns whether a period is one whole calendar month. */
function isCalendarMonth({ from, to }: Period): boolean {
  return from === startOfMonth(from) && to === endOfMonth(from);
}
