import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { languageOf } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { themeOf } from '../../shell/theme.js';
import { ClientEtagInterceptor } from './client-etag.interceptor.js';
import { Board, ClientView, ListNotes, ListNotesQuery } from './dashboard.dto.js';
import { DashboardAssets } from './dashboard-assets.js';
import { DashboardService } from './dashboard.service.js';
import { renderDocument } from './document.js';
import { Public, Roles, CurrentPrincipal, type Principal, mayActAs } from '../../../auth/index.js';
import { yieldToOthers } from '../../../platform/event-loop/index.js';
import { ApiExcludeController, ApiOperation, ApiTags, Conditional, Id, Returns } from '../../../platform/http/index.js';
import { ClientStatsQuery, PortfolioQuery, ReplicaEtagInterceptor } from '../../../stats/index.js';

/** Stores whether the viewer filters the list by their own restaurants, for an address without a query. The page sets it. */
const MINE_COOKIE = 'mine';

/** Serves the dashboard page with its first numbers, and its assets. */
@Controller('admin')
@Page('monitor')
@ApiExcludeController()
export class DashboardController {
  constructor(
    private readonly dashboard: DashboardService,
    private readonly assets: DashboardAssets,
  ) {}

  /** Redirects API tokens and users who may not see numbers to the account page. */
  @Get()
  async page(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (principal.kind !== 'session' || !mayActAs(principal.role, 'manager')) {
      response.redirect(302, '/admin/account');
      return;
    }
    const query = new URL(request.originalUrl, 'http://panel').searchParams;
    const mine = parseCookie(request.headers.cookie ?? '')[MINE_COOKIE] === 'true';
    const language = languageOf(request);
    const data = await this.dashboard.page(query, principal, { mine }, language);
    const files = this.assets.filesFor(language);
    // The browser loads the files and prepares the page while the server renders it.
    const preloads = `<${files.style}>; rel=preload; as=style, <${files.script}>; rel=modulepreload`;
    response.set({ 'cache-control': 'no-store', link: preloads }).type('html').flushHeaders();
    // Pages that were read at the same time would otherwise be rendered in one turn of the event loop.
    await yieldToOthers();
    response.end(renderDocument(data, files, themeOf(request)));
  }

  @Get('assets/dashboard/:name')
  @Public()
  asset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.assets.send(name, request, response);
  }
}

/** Serves the numbers that an open page loads later. */
@ApiTags('dashboard')
@Controller('api/v1/dashboard')
@Roles('manager')
export class DashboardDataController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get()
  @Conditional(ReplicaEtagInterceptor)
  @ApiOperation({ summary: 'The ranked list in short, totals, daily line and who needs attention, for the dashboard' })
  @Returns(Board)
  board(@Query({ schema: PortfolioQuery }) query: PortfolioQuery) {
    return this.dashboard.board(query);
  }

  @Get('notes')
  @ApiOperation({ summary: 'The notes of the clients of a list, for the flags of its chart on the dashboard' })
  @Returns(ListNotes)
  notes(@Query({ schema: ListNotesQuery }) query: ListNotesQuery) {
    return this.dashboard.listNotes(query);
  }

  @Get('clients/:id')
  @Conditional(ClientEtagInterceptor)
  @ApiOperation({
    summary: "A client's page with what is written about it and how its last sync went, for the dashboard",
  })
  @Returns(ClientView)
  client(@Param('id', { schema: Id }) id: number, @Query({ schema: ClientStatsQuery }) query: ClientStatsQuery) {
    return this.dashboard.client(id, query);
  }
}
