import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { GapsPage } from './gaps-page.js';
import { explainProblem, runActiveError } from './problem-messages.js';
import { type Actor, CurrentActor, CurrentPrincipal, type Principal, mayActAs } from '../../../auth/index.js';
import { yesterdayAt, periodEndingAt, type Period } from '../../../domain/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { ApiExcludeController, DaySchema } from '../../../platform/http/index.js';
import { ReportsService } from '../../../stats/index.js';
import { SyncService } from '../../../sync/index.js';

/** The length in days of the period that is shown when the address names none. It ends yesterday. */
const DEFAULT_PERIOD_DAYS = 30;

const PeriodQuery = z.object({ from: DaySchema.optional(), to: DaySchema.optional() });
const PeriodForm = z.object({ from: DaySchema, to: DaySchema });

/** Lists which clients miss which days. An admin starts a run that fetches them again with one click. */
@Controller('admin/gaps')
@Page('manager')
@ApiExcludeController()
export class GapsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly sync: SyncService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async showGaps(
    @Query({ schema: PeriodQuery }) { from, to }: z.output<typeof PeriodQuery>,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const end = to ?? yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const start = from ?? periodEndingAt(end, DEFAULT_PERIOD_DAYS).from;
    await this.sendPage({ from: start, to: end }, principal, request, response);
  }

  /** Starts a run for the clients and days with gaps and redirects to it. Sends 409 while another run is active. */
  @Post()
  @Page('admin')
  async fetchAgain(
    @Body({ schema: PeriodForm }) period: z.output<typeof PeriodForm>,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { heal: runRequest } = await this.reports.listGaps(period);
    if (!runRequest) {
      await this.sendPage(period, principal, request, response);
      return;
    }
    const origin = { trigger: 'manual', actor: actor.name, address: actor.address } as const;
    const run = await this.sync.start({ ...runRequest, clientIds: [...runRequest.clientIds] }, origin);
    if (run.created) response.redirect(303, `/admin/runs/${run.id}`);
    else await this.sendPage(period, principal, request, response, runActiveError(run.id));
  }

  private async sendPage(
    period: Period,
    principal: Principal,
    request: Request,
    response: Response,
    conflict: Error | null = null,
  ): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const { clients } = await this.reports.listGaps(period);
    const body = h(GapsPage, {
      messages,
      formatter: new RecordFormatter(language, this.config.businessTimeZone),
      period,
      clients,
      canFetchAgain: mayActAs(principal.role, 'admin'),
      problem: conflict ? explainProblem(conflict, messages) : undefined,
    });
    const status = conflict ? 409 : 200;
    const { title } = messages.pages.repair.gaps;
    this.pages.send(request, response, { status, title, body, isWide: true });
  }
}
