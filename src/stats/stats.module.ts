import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientPageService } from './client-page.service.js';
import { ClientReplica } from './client-replica.entity.js';
import { ClientStat } from './client-stat.entity.js';
import { ColumnsCache } from './columns-cache.js';
import { ExportService } from './export.service.js';
import { LeaderboardService } from './leaderboard.service.js';
import { StatWriter } from './stat-writer.js';
import { StatsController } from './stats.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([ClientStat, ClientReplica])],
  controllers: [StatsController],
  providers: [StatWriter, ColumnsCache, LeaderboardService, ClientPageService, ExportService],
  exports: [StatWriter, ColumnsCache, LeaderboardService, ExportService],
})
export class StatsModule {}
