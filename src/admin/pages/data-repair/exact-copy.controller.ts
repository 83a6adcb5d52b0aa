import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { ExactCopyPage } from './exact-copy-page.js';
import { explainProblem, runActiveError } from './problem-messages.js';
import { type Actor, CurrentActor } from '../../../auth/index.js';
import { ClientsService } from '../../../clients/index.js';
import { MAX_PERIOD_DAYS } from '../../../domain/index.js';
import { CONFIG, type Config } from '../../../platform/config/index.js';
import { ApiExcludeController, Id, wholeNumber } from '../../../platform/http/index.js';
import { ExactPreviewService, SyncService } from '../../../sync/index.js';

const Days = wholeNumber(1, MAX_PERIOD_DAYS);
const PreviewQuery = z.object({ days: Days.optional() });
const CopyForm = z.object({ days: Days });

/** Copies one client exactly, after showing what the copy would change. */
@Controller('admin/clients/:id/exact')
@Page('admin')
@ApiExcludeController()
export class ExactCopyController {
  constructor(
    private readonly clients: ClientsService,
    private readonly previews: ExactPreviewService,
    private readonly sync: SyncService,
    private readonly pages: PageRendererService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async showPreview(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: PreviewQuery }) { days }: z.output<typeof PreviewQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.sendPage(id, days, request, response);
  }

  /** Starts the run and redirects to it. While another run is active it shows the preview again, with status 409. */
  @Post()
  async startCopy(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: CopyForm }) { days }: z.output<typeof CopyForm>,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const origin = { trigger: 'manual', actor: actor.name, address: actor.address } as const;
    const run = await this.sync.start({ clientIds: [id], daysBack: days, exact: true }, origin);
    if (run.created) response.redirect(303, `/admin/runs/${run.id}`);
    else await this.sendPage(id, days, request, response, runActiveError(run.id));
  }

  private async sendPage(
    id: number,
    days: number | undefined,
    request: Request,
    response: Response,
    conflict: Error | null = null,
  ): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const client = await this.clients.findOne(id);
    const preview =
      days === undefined ? null : await this.previews.preview({ clientId: id, daysBack: days }).catch(toError);
    const error = conflict ?? (preview instanceof Error ? preview : null);
    const body = h(ExactCopyPage, {
      messages,
      formatter: new RecordFormatter(language, this.config.businessTimeZone),
      client,
      days,
      problem: error ? explainProblem(error, messages) : undefined,
      preview: preview instanceof Error ? null : preview,
    });
    const status = error ? (conflict ? 409 : 503) : 200;
    const { title } = messages.pages.repair.exact;
    this.pages.send(request, response, { status, title, body, isWide: true });
  }
}

function toError(error: unknown): Error {
  if (error instanceof Error) return error;
  throw error;
}
