import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AttentionService } from './attention.service.js';
import { ClientPageService } from './client-page.service.js';
import { ClientReplica } from './client-replica.entity.js';
import { ClientStat } from './client-stat.entity.js';
import { ColumnsCache } from './columns-cache.js';
import { ExportService } from './export.service.js';
import { FreshnessService } from './freshness.service.js';
import { GapsService } from './gaps.service.js';
import { LeaderboardService } from './leaderboard.service.js';
import { PostgresStatRows } from './postgres-stat-rows.js';
import { SqliteStatRows } from './sqlite-stat-rows.js';
import { StatRows } from './stat-rows.js';
import { PortfolioService } from './portfolio.service.js';
import { StatWriter } from './stat-writer.js';
import { StatsController } from './stats.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([ClientStat, ClientReplica])],
  controllers: [StatsController],
  providers: [
    {
      provide: StatRows,
      inject: [DataSource],
      useFactory: ({ options }: DataSource) =>
        options.type === 'postgres' ? new PostgresStatRows() : new SqliteStatRows(),
    },
    StatWriter,
    ColumnsCache,
    LeaderboardService,
    ClientPageService,
    ExportService,
    AttentionService,
    PortfolioService,
    FreshnessService,
    GapsService,
  ],
  exports: [
    StatWriter,
    ColumnsCache,
    LeaderboardService,
    ClientPageService,
    ExportService,
    AttentionService,
    PortfolioService,
    FreshnessService,
    GapsService,
  ],
})
export class StatsModule {}
