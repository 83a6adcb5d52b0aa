import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ReportsController } from './api/reports.controller.js';
import { ReportComment } from './comments/report-comment.entity.js';
import { ReportStyleService } from './document/report-style.service.js';
import { ReportLinkController } from './links/report-link.controller.js';
import { ReportLink } from './links/report-link.entity.js';
import { ReportLinksService } from './links/report-links.service.js';
import { OwnerReportsService } from './owner-reports.service.js';
import { AuthModule } from '../auth/index.js';
import { ClientsModule } from '../clients/index.js';
import { StatsModule } from '../stats/index.js';

@Module({
  imports: [AuthModule, ClientsModule, StatsModule, TypeOrmModule.forFeature([ReportComment, ReportLink])],
  controllers: [ReportsController, ReportLinkController],
  providers: [OwnerReportsService, ReportLinksService, ReportStyleService],
  exports: [OwnerReportsService, ReportLinksService, ReportStyleService],
})
export class OwnerReportsModule {}
