import { Injectable } from '@nestjs/common';
import { ReplicaStateService } from './conditional/replica-state.service.js';
import type { AttentionList } from './attention/attention.dto.js';
import { AttentionService } from './attention/attention.service.js';
import type { ClientPage } from './client-page.dto.js';
import { ClientPageService } from './client-page.service.js';
import { DayTotalsService, type DaySelection } from './day-totals.service.js';
import { ExportLimiter } from './export/export-limiter.js';
import { CsvExportService, type CsvExport, type ExportRows } from './export/csv-export.service.js';
import type { Gaps } from './gaps.dto.js';
import { GapsService } from './gaps.service.js';
import type { PeriodReport, TargetProgress } from './period-report/period-report.dto.js';
import { PeriodReportService } from './period-report/period-report.service.js';
import type { ClientSelection } from './leaderboard/client-list.repository.js';
import type { Leaderboard, ShortRow } from './leaderboard/leaderboard.dto.js';
import { LeaderboardService, type LeaderboardOf } from './leaderboard/leaderboard.service.js';
import { TargetProgressService } from './target/target-progress.service.js';
import type { Portfolio } from './portfolio.dto.js';
import { PortfolioService, type PortfolioRequest } from './portfolio.service.js';
import type { Yesterday } from './yesterday.dto.js';
import { YesterdayService } from './yesterday.service.js';
import type {
  AttentionQuery,
  ClientStatsQuery,
  ExportQuery,
  GapsQuery,
  LeaderboardQuery,
  YesterdayQuery,
} from '../stats.schema.js';
import type { Day, Figures, Period } from '../../domain/index.js';

/**
 * Every report on the replica, for the API, the dashboard and the CLI. Reads the replica only, never the upstream. Money is
 * in rupiah, deltas are fractions, days are business days `YYYY-MM-DD`.
 */
@Injectable()
export class ReportsService {
  constructor(
    private readonly leaderboards: LeaderboardService,
    private readonly clientPages: ClientPageService,
    private readonly periodReports: PeriodReportService,
    private readonly targets: TargetProgressService,
    private readonly portfolios: PortfolioService,
    private readonly dayTotals: DayTotalsService,
    private readonly yesterdays: YesterdayService,
    private readonly attention: AttentionService,
    private readonly gaps: GapsService,
    private readonly exports: CsvExportService,
    private readonly exportLimiter: ExportLimiter,
    private readonly state: ReplicaStateService,
  ) {}

  /** Returns the ranked list with every figure. @throws UserError 400 for a bad period, an unknown manager or client. */
  listLeaderboard(query: LeaderboardQuery & ClientSelection): Promise<Leaderboard> {
    return this.leaderboards.list(query);
  }

  /** Returns the ranked list with the figures that a screen shows. @throws UserError as {@link listLeaderboard}. */
  listShortLeaderboard(query: LeaderboardQuery & ClientSelection): Promise<LeaderboardOf<ShortRow>> {
    return this.leaderboards.listShort(query);
  }

  /** Returns one client's period. @throws UserError 404 for an unknown client, 400 for a bad period. */
  findClientPage(clientId: number, query: ClientStatsQuery): Promise<ClientPage> {
    return this.clientPages.findOne(clientId, query);
  }

  /** Returns a period of some clients together, for their owner. @throws UserError 404 for an unknown client, 400 for a bad period. */
  findPeriodReport(clientIds: readonly number[], period: Period): Promise<PeriodReport> {
    return this.periodReports.find(clientIds, period);
  }

  /** Returns how the month of a day goes against the client's target; null without one. @throws UserError 404 for an unknown client. */
  findTargetProgress(clientId: number, day: Day): Promise<TargetProgress | null> {
    return this.targets.find(clientId, day);
  }

  /** Returns the first and last day on which any platform of the client reported; null when none ever did. */
  findReportedPeriod(clientId: number): Promise<Period | null> {
    return this.clientPages.findReportedPeriod(clientId);
  }

  /** Returns the figures of the selected days of one client or of all, archived ones too. Money is in sen. */
  sumDays(selection: DaySelection): Promise<Figures> {
    return this.dayTotals.read(selection);
  }

  /** Returns the total sales of the selected clients for each day, and how complete they are. @throws UserError 400 for an unknown manager. */
  findPortfolio(request: PortfolioRequest, period: Period): Promise<Portfolio> {
    return this.portfolios.list(request, period);
  }

  /** Returns who reported yesterday and who did not. @throws UserError 400 for an unknown manager. */
  findYesterday(query: YesterdayQuery): Promise<Yesterday> {
    return this.yesterdays.findOne(query);
  }

  /** Returns the clients whose sales fell in a week. @throws UserError 400 for an unknown manager. */
  listAttention(query: AttentionQuery): Promise<AttentionList> {
    return this.attention.list(query);
  }

  /** Returns the days that are missing. @throws UserError 400 for a bad period or an unknown client. */
  listGaps(query: GapsQuery): Promise<Gaps> {
    return this.gaps.list(query);
  }

  /** Returns a text that differs whenever any report may differ. */
  readState(): Promise<string> {
    return this.state.read();
  }

  /** Creates a CSV file as a stream. @throws UserError 400 as {@link listLeaderboard}. */
  createExport(query: ExportQuery): Promise<CsvExport> {
    return this.exports.create(query);
  }

  /** Returns the rows of an export, for other files than CSV. @throws UserError 400 as {@link listLeaderboard}. */
  readExport(query: ExportQuery): Promise<ExportRows> {
    return this.exports.read(query);
  }

  /** Runs an export of a principal. @throws UserError 429 while too many of theirs are running. */
  runExport(principal: string, work: () => Promise<void>): Promise<void> {
    return this.exportLimiter.run(principal, work);
  }
}
