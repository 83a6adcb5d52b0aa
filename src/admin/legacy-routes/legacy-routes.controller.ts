import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../i18n/language.js';
import { PageOrJson } from '../shell/page.js';
import { wantsPage } from '../shell/page.filter.js';
import { PageRendererService } from '../shell/page-renderer.service.js';
import { SyncStatusPage } from './sync-status-page.js';
import { type Actor, CurrentActor } from '../../auth/index.js';
import { CollectionService } from '../../collection/index.js';
import { MAX_PERIOD_DAYS } from '../../domain/index.js';
import { SyncService, type StartedRun, SyncStatusService, type SyncStatus } from '../../sync/index.js';
import { ApiExcludeController } from '../../platform/http/index.js';

const daysRule = `must be a whole number from 1 to ${MAX_PERIOD_DAYS}`;

/** The input of a sync, as JSON or as a form. An empty field counts as absent. */
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

/** The three routes of the earlier panel, which scripts and bookmarks still call. */
@Controller('admin')
@PageOrJson('admin')
@ApiExcludeController()
export class LegacyRoutesController {
  constructor(
    private readonly sync: SyncService,
    private readonly statuses: SyncStatusService,
    private readonly collection: CollectionService,
    private readonly pages: PageRendererService,
  ) {}

  @Post('sync_stats')
  async startSync(
    @Body({ schema: SyncForm }) { days_back: daysBack }: z.output<typeof SyncForm>,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const origin = { trigger: 'manual', actor: actor.name, address: actor.address } as const;
    const started = await this.sync.start({ daysBack }, origin);
    markDeprecated(response, '/api/v1/sync');
    sendStarted(request, response, started, started.created ? 'sync_started' : 'sync_active');
  }

  /** Starts a collection. When a form starts it, a sync follows by itself, as after the panel's button. */
  @Post('collect_data')
  async startCollection(
    @Body({ schema: CollectForm }) { then_sync: thenSync }: z.output<typeof CollectForm>,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const origin = { trigger: 'manual', actor: actor.name, address: actor.address } as const;
    const started = await this.collection.start({ thenSync: thenSync ?? wantsPage(request) }, origin);
    markDeprecated(response, '/api/v1/collection');
    sendStarted(request, response, started, started.created ? 'collect_started' : 'collect_active');
  }

  @Get('sync_status')
  @PageOrJson('monitor')
  async showSyncStatus(
    @Query({ schema: StatusQuery }) { notice }: z.output<typeof StatusQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const status = await this.statuses.read();
    if (wantsPage(request)) this.sendPage(request, response, status, notice);
    else markDeprecated(response, '/api/v1/sync/status').json(status);
  }

  private sendPage(request: Request, response: Response, status: SyncStatus, notice: Notice | undefined): void {
    const messages = messagesIn(languageOf(request)).pages;
    const { title, notices } = messages.legacySync;
    const body = h(SyncStatusPage, { messages, status, notice: notice && notices[notice] });
    this.pages.send(request, response, { title, body });
  }
}

/** When the API took the place of these routes, as the `Deprecation` header writes an instant (RFC 9745): 27 November 2026. */
const DEPRECATED_SINCE = '@1795737600';

/** Marks a response to a script as deprecated, and names the route of the API that replaces this one. */
function markDeprecated(response: Response, successor: string): Response {
  return response.set({ deprecation: DEPRECATED_SINCE, link: `<${successor}>; rel="successor-version"` });
}

/** Sends a script what the API sends, and redirects a browser to the page that says what was started. */
function sendStarted(request: Request, response: Response, started: StartedRun, notice: Notice): void {
  if (wantsPage(request)) response.redirect(303, `${STATUS_PAGE}?notice=${notice}`);
  else response.status(started.created ? 202 : 200).json(started);
}
