import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { NoFilesInterceptor } from '@nestjs/platform-express';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ActionRequest } from 'adminjs';
import type { Request, Response } from 'express';
import { Public, Roles } from '../../auth/access.js';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor, CurrentCaller, type Caller } from '../../auth/caller.js';
import { UpstreamMemory } from '../../database/upstream-memory.js';
import { UserError } from '../../errors.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { html } from '../pages/html.js';
import { Page } from '../pages/page.js';
import { allowNonce } from '../pages/pages.js';
import type { Doer } from './adminjs/actions.js';
import { openPanelFiles, panelDocument, type PanelFiles } from './document.js';
import { Panel } from './panel.js';
import type { Viewer } from './viewer.js';

/** What may be asked with a GET. Everything else AdminJS would also do on a GET, and with it for a page of another site. */
const READS: ReadonlySet<string> = new Set(['list', 'show', 'search', 'edit']);

/** AdminJS's pages and the scripts they load. */
@Controller('admin')
@ApiExcludeController()
export class PanelPagesController {
  private files: PanelFiles | undefined;

  constructor(
    private readonly panel: Panel,
    private readonly memory: UpstreamMemory,
  ) {}

  @Get('resources/*path')
  @Page('manager')
  async page(@CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response): Promise<void> {
    const admin = await this.panel.load();
    const viewer = viewerOf(caller, request);
    const markup = await admin.page(viewer);
    const nonce = allowNonce(request, response);
    const { pages } = wordsIn(viewer.language);
    const demo = this.memory.demo ? html`<p class="ds-demo" data-testid="demo-banner">${pages.demo}</p>`.text : null;
    this.files ??= openPanelFiles();
    const document = panelDocument(markup, { nonce, files: this.files, demo });
    response.set('cache-control', 'no-store').type('html').send(document);
  }

  @Get('assets/panel/:name')
  @Public()
  asset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.files ??= openPanelFiles();
    this.files.send(name, request, response);
  }
}

/** What AdminJS's pages ask the server. Each action checks the caller's role once more by itself. */
@Controller('admin/api/resources/:resourceId')
@Roles('manager')
@ApiExcludeController()
export class PanelApiController {
  constructor(private readonly panel: Panel) {}

  @Get(['actions/:action', 'actions/:action/:query', 'records/:recordId/:action', 'bulk/:action'])
  read(@CurrentCaller() caller: Caller, @CurrentActor() by: Actor, @Req() request: Request, @Query() query: object) {
    if (!READS.has(String(request.params.action))) throw new UserError('not_found', 'Send this as a POST', 404);
    return this.answer(caller, by, request, { method: 'get', query });
  }

  @Post(['actions/:action', 'records/:recordId/:action', 'bulk/:action'])
  @HttpCode(200)
  @UseInterceptors(NoFilesInterceptor())
  write(@CurrentCaller() caller: Caller, @CurrentActor() by: Actor, @Req() request: Request, @Query() query: object) {
    return this.answer(caller, by, request, {
      method: 'post',
      query,
      payload: request.body as Record<string, unknown>,
    });
  }

  private async answer(
    caller: Caller,
    by: Actor,
    request: Request,
    asked: Pick<ActionRequest, 'method' | 'query' | 'payload'>,
  ): Promise<unknown> {
    const admin = await this.panel.load();
    const params = request.params as unknown as ActionRequest['params'];
    if (!admin.knows(params.resourceId, params.action))
      throw new UserError('not_found', 'There is no such action', 404);
    const api = admin.api(viewerOf(caller, request));
    const doer: Doer = { by };
    if (params.recordId !== undefined) return api.recordAction({ ...asked, params }, doer);
    if (request.path.includes('/bulk/')) return api.bulkAction({ ...asked, params }, doer);
    return api.resourceAction({ ...asked, params }, doer);
  }
}

function viewerOf(caller: Caller, request: Request): Viewer {
  return { id: caller.id, email: caller.name, role: caller.role, language: languageOf(request) };
}
