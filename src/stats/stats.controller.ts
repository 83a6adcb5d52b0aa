import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AttentionList } from './reports/attention/attention.dto.js';
import { ClientPage } from './reports/client-page.dto.js';
import { ExportEtagInterceptor } from './reports/conditional/export-etag.interceptor.js';
import { ReplicaEtagInterceptor } from './reports/conditional/replica-etag.interceptor.js';
import { Gaps } from './reports/gaps.dto.js';
import { Leaderboard } from './reports/leaderboard/leaderboard.dto.js';
import { ReportsService } from './reports/reports.service.js';
import { Yesterday } from './reports/yesterday.dto.js';
import {
  AttentionQuery,
  ClientStatsQuery,
  ExportQuery,
  GapsQuery,
  LeaderboardQuery,
  YesterdayQuery,
} from './stats.schema.js';
import { CurrentPrincipal, Roles, type Principal } from '../auth/index.js';
import {
  ApiOperation,
  ApiTags,
  Conditional,
  Id,
  Returns,
  ReturnsProblem,
  ReturnsText,
} from '../platform/http/index.js';

@ApiTags('statistics')
@Controller('api/v1')
@Roles('manager')
export class StatsController {
  constructor(private readonly reports: ReportsService) {}

  @Get('clients/leaderboard')
  @Conditional(ReplicaEtagInterceptor)
  @ApiOperation({ summary: 'Ranked list of the clients for a period, with comparison, coverage and a daily line' })
  @Returns(Leaderboard)
  leaderboard(@Query({ schema: LeaderboardQuery }) query: LeaderboardQuery) {
    return this.reports.listLeaderboard(query);
  }

  @Get('clients/attention')
  @Conditional(ReplicaEtagInterceptor)
  @ApiOperation({
    summary:
      'Platforms of active clients that sold 30% less in a week than on the same weekdays of the four weeks before, report a suspicious zero or have stopped',
  })
  @Returns(AttentionList)
  attention(@Query({ schema: AttentionQuery }) query: AttentionQuery) {
    return this.reports.listAttention(query);
  }

  @Get('clients/:id/stats')
  @Conditional(ReplicaEtagInterceptor)
  @ApiOperation({ summary: 'One client: figures, every day of the period, buckets, platforms, comparison' })
  @Returns(ClientPage)
  page(@Param('id', { schema: Id }) id: number, @Query({ schema: ClientStatsQuery }) query: ClientStatsQuery) {
    return this.reports.findClientPage(id, query);
  }

  @Get('stats/yesterday')
  @Conditional(ReplicaEtagInterceptor)
  @ApiOperation({ summary: 'Who reported the last business day, who is missing, and who no longer reports' })
  @Returns(Yesterday)
  yesterday(@Query({ schema: YesterdayQuery }) query: YesterdayQuery) {
    return this.reports.findYesterday(query);
  }

  @Get('stats/gaps')
  @Conditional(ReplicaEtagInterceptor)
  @ApiOperation({ summary: 'Which clients miss which days, and the sync that reads them again' })
  @Returns(Gaps)
  missing(@Query({ schema: GapsQuery }) query: GapsQuery) {
    return this.reports.listGaps(query);
  }

  @Get('stats/export.csv')
  @Conditional(ExportEtagInterceptor)
  @ApiOperation({ summary: 'The ranked list, or every day of every listed client, as CSV' })
  @ReturnsText('text/csv', 'UTF-8 with a byte order mark, raw numbers, no formulas')
  @ReturnsProblem(429, 'Two exports of this caller are running')
  export(
    @Query({ schema: ExportQuery }) query: ExportQuery,
    @CurrentPrincipal() { kind, id }: Principal,
    @Res() response: Response,
  ): Promise<void> {
    return this.reports.runExport(`${kind}:${id}`, async () => {
      const { filename, pieces } = await this.reports.createExport(query);
      response.set({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${filename}"`,
        'cache-control': 'no-store',
      });
      await pipeline(Readable.from(pieces), response);
    });
  }
}
