import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PutAside } from './reports/attention/put-aside.entity.js';
import { PutAsideController } from './reports/attention/put-aside.controller.js';
import { PutAsideService } from './reports/attention/put-aside.service.js';
import { AttentionService } from './reports/attention/attention.service.js';
import { ClientPageService } from './reports/client-page.service.js';
import { ClientReplica } from './store/client-replica.entity.js';
import { ClientStat } from './store/client-stat.entity.js';
import { PrefixSumsCache } from './cache/prefix-sums.cache.js';
import { DayTotalsService } from './reports/day-totals.service.js';
import { ExportLimiter } from './reports/export/export-limiter.js';
import { CsvExportService } from './reports/export/csv-export.service.js';
import { FreshnessService } from './reports/freshness/freshness.service.js';
import { FirstCopyRepository } from './store/first-copy.repository.js';
import { UsualReportersService } from './reports/freshness/usual-reporters.service.js';
import { GapsService } from './reports/gaps.service.js';
import { LeaderboardService } from './reports/leaderboard/leaderboard.service.js';
import { PeriodReportService } from './reports/period-report/period-report.service.js';
import { PostgresStatRepository } from './store/postgres-stat.repository.js';
import { SqliteStatRepository } from './store/sqlite-stat.repository.js';
import { StatRepository } from './store/stat.repository.js';
import { TargetProgressService } from './reports/target/target-progress.service.js';
import { PortfolioService } from './reports/portfolio.service.js';
import { YesterdayService } from './reports/yesterday.service.js';
import { ReplicaEtagInterceptor } from './reports/conditional/replica-etag.interceptor.js';
import { ReplicaStateService } from './reports/conditional/replica-state.service.js';
import { ReportsService } from './reports/reports.service.js';
import { StatWriter } from './store/stat-writer.js';
import { StatsController } from './stats.controller.js';
import { AuthModule } from '../auth/index.js';
import { ClientsModule } from '../clients/index.js';

@Module({
  imports: [AuthModule, ClientsModule, TypeOrmModule.forFeature([ClientStat, ClientReplica, PutAside])],
  controllers: [StatsController, PutAsideController],
  providers: [
    {
      provide: StatRepository,
      inject: [DataSource],
      useFactory: ({ options }: DataSource) =>
        options.type === 'postgres' ? new PostgresStatRepository() : new SqliteStatRepository(),
    },
    StatWriter,
    FirstCopyRepository,
    PrefixSumsCache,
    LeaderboardService,
    ClientPageService,
    CsvExportService,
    ExportLimiter,
    PeriodReportService,
    TargetProgressService,
    AttentionService,
    PutAsideService,
    PortfolioService,
    DayTotalsService,
    YesterdayService,
    FreshnessService,
    UsualReportersService,
    GapsService,
    ReportsService,
    ReplicaStateService,
    ReplicaEtagInterceptor,
  ],
  exports: [ReportsService, FreshnessService, FirstCopyRepository, StatWriter, PrefixSumsCache],
})
export class StatsModule {}
