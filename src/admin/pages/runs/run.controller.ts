import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { readHistory } from '../../adminjs/tables/history.panel.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { RunPage, titleOfRun } from './run-page.js';
import { type Actor, CurrentActor, CurrentPrincipal, mayActAs, type Principal } from '../../../auth/index.js';
import { UserError } from '../../../domain/index.js';
import { CONFIG, type Config } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';
import { ApiExcludeController, Id } from '../../../platform/http/index.js';
import { RunsService, SyncService } from '../../../sync/index.js';

/** More restaurants and rows stand in the lists that the page links to. */
const MAX_ROWS = 50;

/** A run's page, and what an admin can do with the run. A request that a service refuses shows the page again, with the reason. */
@Controller('admin/runs/:id')
@Page('admin')
@ApiExcludeController()
export class RunController {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsService,
    private readonly sync: SyncService,
    private readonly pages: PageRendererService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Page('manager')
  async show(
    @Param('id', { schema: Id }) id: number,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.sendPage(id, principal, request, response);
  }

  @Post('cancel')
  async cancel(
    @Param('id', { schema: Id }) id: number,
    @CurrentActor() actor: Actor,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.act(id, principal, request, response, () => this.sync.cancel(id, actor));
  }

  @Post('retry')
  async retry(
    @Param('id', { schema: Id }) id: number,
    @CurrentActor() actor: Actor,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.act(id, principal, request, response, () => this.sync.retry(id, actor));
  }

  @Post('items/:itemId/retry')
  async retryItem(
    @Param('id', { schema: Id }) id: number,
    @Param('itemId', { schema: Id }) itemId: number,
    @CurrentActor() actor: Actor,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.act(id, principal, request, response, () => this.sync.retryItem(itemId, actor, id));
  }

  @Post('items/:itemId/accept-empty')
  async acceptEmpty(
    @Param('id', { schema: Id }) id: number,
    @Param('itemId', { schema: Id }) itemId: number,
    @CurrentActor() actor: Actor,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.act(id, principal, request, response, () => this.sync.acceptEmpty(itemId, actor, id));
  }

  /** Does what a form asks for and redirects to the run that it is about now. */
  private async act(
    id: number,
    principal: Principal,
    request: Request,
    response: Response,
    action: () => Promise<{ readonly id: number }>,
  ): Promise<void> {
    try {
      const run = await action();
      response.redirect(303, `/admin/runs/${run.id}`);
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 409) throw error;
      await this.sendPage(id, principal, request, response, error);
    }
  }

  private async sendPage(
    id: number,
    principal: Principal,
    request: Request,
    response: Response,
    conflict?: UserError,
  ): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const formatter = new RecordFormatter(language, this.config.businessTimeZone);
    const run = await this.runs.findOne(id);
    const isAdmin = mayActAs(principal.role, 'admin');
    const body = h(RunPage, {
      messages,
      formatter,
      run,
      failedItems: await this.runs.listFailedItems(id, MAX_ROWS),
      rejectedRows: run.counts.quarantined > 0 ? await this.runs.listQuarantinedRows(id, MAX_ROWS) : [],
      canAct: isAdmin,
      history: isAdmin ? await this.database.read((tx) => readHistory('sync_run', id, formatter, tx)) : null,
      problem: conflict && translateValidationMessage(language, conflict.message),
    });
    const title = titleOfRun(run, messages.operators.run, formatter);
    this.pages.send(request, response, { status: conflict?.status ?? 200, title, body, isWide: true });
  }
}
