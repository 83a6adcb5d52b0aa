import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController, ApiOperation, ApiTags } from '@nestjs/swagger';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { Public, Roles } from '../../auth/access.js';
import { CurrentCaller, type Caller } from '../../auth/caller.js';
import { mayActAs } from '../../auth/roles.js';
import { Id } from '../../http/validation.js';
import { ClientStatsQuery, LeaderboardQuery } from '../../stats/stats.schemas.js';
import { languageOf } from '../locales/language.js';
import { Page } from '../pages/page.js';
import { DashboardAssets } from './dashboard.assets.js';
import { DashboardService } from './dashboard.service.js';
import { documentOf } from './document.js';

/** Remembers, for addresses that say nothing, whether the viewer wants their own restaurants only; set by the page. */
const MINE_COOKIE = 'mine';

/** The page itself, complete with its first numbers. */
@Controller('admin')
@Page('monitor')
@ApiExcludeController()
export class DashboardController {
  constructor(
    private readonly dashboard: DashboardService,
    private readonly assets: DashboardAssets,
  ) {}

  /** Who may not see numbers, or is no person, is sent to the account page. */
  @Get()
  async page(@CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (caller.kind !== 'session' || !mayActAs(caller.role, 'manager')) {
      response.redirect(302, '/admin/account');
      return;
    }
    const query = new URL(request.originalUrl, 'http://panel').searchParams;
    const mine = parseCookie(request.headers.cookie ?? '')[MINE_COOKIE] === 'true';
    const data = await this.dashboard.page(query, caller, { mine }, languageOf(request));
    response.set('cache-control', 'no-store').type('html').send(documentOf(data, this.assets.names));
  }

  @Get('assets/dashboard/:name')
  @Public()
  asset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.assets.send(name, request, response);
  }
}

/** The page's later questions. */
@ApiTags('dashboard')
@Controller('api/v1/dashboard')
@Roles('manager')
export class DashboardDataController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get()
  @ApiOperation({ summary: 'The ranked list in short, totals, daily line and who needs attention, for the dashboard' })
  board(@Query({ schema: LeaderboardQuery }) query: LeaderboardQuery) {
    return this.dashboard.board(query);
  }

  @Get('clients/:id')
  @ApiOperation({
    summary: "A client's page with what is written about it and how its last sync went, for the dashboard",
  })
  client(@Param('id', { schema: Id }) id: number, @Query({ schema: ClientStatsQuery }) query: ClientStatsQuery) {
    return this.dashboard.client(id, query);
  }
}
