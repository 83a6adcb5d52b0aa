import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Roles } from '../auth/access.js';
import { Id } from '../http/validation.js';
import { AttentionService } from './attention.service.js';
import { ClientPageService } from './client-page.service.js';
import { ExportService } from './export.service.js';
import { GapsService } from './gaps.service.js';
import { LeaderboardService } from './leaderboard.service.js';
import { AttentionQuery, ClientStatsQuery, ExportQuery, GapsQuery, LeaderboardQuery } from './stats.schemas.js';

@ApiTags('statistics')
@Controller('api/v1')
@Roles('manager')
export class StatsController {
  constructor(
    private readonly leaderboards: LeaderboardService,
    private readonly pages: ClientPageService,
    private readonly exports: ExportService,
    private readonly attentions: AttentionService,
    private readonly gaps: GapsService,
  ) {}

  @Get('clients/leaderboard')
  @ApiOperation({ summary: 'Ranked list of the clients for a period, with comparison, coverage and a daily line' })
  leaderboard(@Query({ schema: LeaderboardQuery }) query: LeaderboardQuery) {
    return this.leaderboards.leaderboard(query);
  }

  @Get('clients/attention')
  @ApiOperation({
    summary:
      'Platforms of active clients that sold 30% less in a week than on the same weekdays of the four weeks before',
  })
  attention(@Query({ schema: AttentionQuery }) query: AttentionQuery) {
    return this.attentions.list(query);
  }

  @Get('clients/:id/stats')
  @ApiOperation({ summary: 'One client: figures, every day of the period, platforms, comparison' })
  page(@Param('id', { schema: Id }) id: number, @Query({ schema: ClientStatsQuery }) query: ClientStatsQuery) {
    return this.pages.page(id, query);
  }

  @Get('stats/gaps')
  @ApiOperation({ summary: 'Which clients miss which days, and the sync that reads them again' })
  missing(@Query({ schema: GapsQuery }) query: GapsQuery) {
    return this.gaps.gaps(query);
  }

  @Get('stats/export.csv')
  @ApiOperation({ summary: 'The ranked list, or every day of every listed client, as CSV' })
  @ApiProduces('text/csv')
  async export(@Query({ schema: ExportQuery }) query: ExportQuery, @Res() response: Response): Promise<void> {
    const { filename, pieces } = await this.exports.open(query);
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
    });
    await pipeline(Readable.from(pieces), response);
  }
}
