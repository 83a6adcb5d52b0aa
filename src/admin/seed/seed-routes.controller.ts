import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/caller.js';
import { CollectionService } from '../../collection/collection.service.js';
import { MAX_PERIOD_DAYS } from '../../stats/period.js';
import { SyncService, type StartedRun } from '../../sync/sync.service.js';
import { SyncStatusService, type SyncStatus } from '../../sync/sync-status.service.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { html } from '../pages/html.js';
import { PageOrJson, wantsPage } from '../pages/page.js';
import { Pages } from '../pages/pages.js';

const daysRule = `must be a whole number from 1 to ${MAX_PERIOD_DAYS}`;

/** JSON or a form, whose empty field counts as none. */
const SyncForm = z.object({
  days_back: z
    .union([z.literal('').transform(() => undefined), z.coerce.number<string | number>(daysRule)], daysRule)
    .pipe(z.number().int(daysRule).min(1, daysRule).max(MAX_PERIOD_DAYS, daysRule).optional())
    .optional(),
});
const CollectForm = z.object({ then_sync: z.boolean().optional() });

const NOTICES = ['sync_started', 'sync_active', 'collect_started', 'collect_active'] as const;
type Notice = (typeof NOTICES)[number];
const StatusQuery = z.object({ notice: z.enum(NOTICES).optional().catch(undefined) });

const STATUS_PAGE = '/admin/sync_status';

/** The three routes of the panel before this one, which people's scripts and bookmarks still call. */
@Controller('admin')
@PageOrJson('admin')
@ApiExcludeController()
export class SeedRoutesController {
  constructor(
    private readonly sync: SyncService,
    private readonly statuses: SyncStatusService,
    private readonly collection: CollectionService,
    private readonly pages: Pages,
  ) {}

  @Post('sync_stats')
  async syncStats(
    @Body({ schema: SyncForm }) { days_back: daysBack }: z.output<typeof SyncForm>,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const started = await this.sync.start({ daysBack }, { trigger: 'manual', actor: by.name, address: by.address });
    answer(request, response, started, started.created ? 'sync_started' : 'sync_active');
  }

  /** From a form it copies what was collected by itself, as the panel's button does. */
  @Post('collect_data')
  async collectData(
    @Body({ schema: CollectForm }) { then_sync: wanted }: z.output<typeof CollectForm>,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const origin = { trigger: 'manual', actor: by.name, address: by.address } as const;
    const started = await this.collection.start({ thenSync: wanted ?? wantsPage(request) }, origin);
    answer(request, response, started, started.created ? 'collect_started' : 'collect_active');
  }

  @Get('sync_status')
  @PageOrJson('monitor')
  async syncStatus(
    @Query({ schema: StatusQuery }) { notice }: z.output<typeof StatusQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const status = await this.statuses.status();
    if (wantsPage(request)) this.page(request, response, status, notice);
    else response.json(status);
  }

  private page(request: Request, response: Response, status: SyncStatus, notice: Notice | undefined): void {
    const { seed: words, home } = wordsIn(languageOf(request)).pages;
    const progress = status.activeRun?.progress;
    const body = html`<section class="card">
      <h1>${words.title}</h1>
      ${notice !== undefined && html`<p class="notice" role="status">${words.notices[notice]}</p>`}
      <dl>
        <dt>${words.active}</dt>
        <dd>${progress ? `${progress.done}/${progress.total} (${progress.percent}%)` : '—'}</dd>
        <dt>${words.last}</dt>
        <dd>${status.lastSuccessAt ?? '—'}</dd>
        <dt>${words.latest}</dt>
        <dd>${status.latestDate ?? '—'}</dd>
      </dl>
      <p><a href="/admin">${home}</a></p>
    </section>`;
    this.pages.send(request, response, { title: words.title, body, home: true });
  }
}

/** To a script what the API answers; a browser is led to a page that says it. */
function answer(request: Request, response: Response, started: StartedRun, notice: Notice): void {
  if (wantsPage(request)) response.redirect(303, `${STATUS_PAGE}?notice=${notice}`);
  else response.status(started.created ? 202 : 200).json(started);
}
