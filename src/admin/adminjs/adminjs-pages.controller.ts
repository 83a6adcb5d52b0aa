import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Page } from '../shell/page.js';
import { themeOf } from '../shell/theme.js';
import { messagesIn } from '../i18n/language.js';
import type { Language } from '../i18n/messages.js';
import { PageRendererService } from '../shell/page-renderer.service.js';
import { allowNonce } from '../shell/allow-nonce.js';
import { openAdminjsFiles, createDocument, type AdminjsFiles, type DocumentParts } from './adminjs-document.js';
import { parseListQuery } from './adminjs-request.js';
import { AdminjsService } from './adminjs.service.js';
import type { ActionTarget, AdminjsApplication, PanelAction } from './application/adminjs-application.js';
import type { PageLocation } from './application/adminjs-pages.js';
import { toServerListData } from './list/server-list-data.js';
import { ServerList } from './list/server-list.js';
import { toViewer, type Viewer } from './viewer.js';
import { CurrentPrincipal, type Principal, Public } from '../../auth/index.js';
import { UserError } from '../../domain/index.js';
import { BUILD_FOLDER } from '../../platform/config/index.js';
import { ApiExcludeController } from '../../platform/http/index.js';

/** Sends AdminJS's page and the files that it loads. */
@Controller('admin')
@ApiExcludeController()
export class AdminjsPagesController {
  private readonly files: AdminjsFiles;

  constructor(
    private readonly adminjs: AdminjsService,
    private readonly pages: PageRendererService,
    @Inject(BUILD_FOLDER) buildFolder: URL,
  ) {
    this.files = openAdminjsFiles(buildFolder);
  }

  @Get('resources/*path')
  @Page('manager')
  async showResource(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const application = await this.adminjs.load();
    const viewer = toViewer(principal, request);
    const { resourceId, name, target, recordId } = parsePagePath(request.path);
    const action = application.findAction(resourceId, name, target);
    if (!action) throw new UserError('not_found', 'There is no such page', 404);
    action.assertAccessible(viewer);
    if (recordId !== null) {
      const [record] = await action.findRecords([recordId], viewer);
      action.assertAccessible(viewer, record);
    }
    const list = name === 'list' ? await this.renderList(application, viewer, action, request) : null;
    const document = createDocument(await application.pageFor(viewer), {
      nonce: allowNonce(request, response),
      files: this.files,
      theme: themeOf(request),
      title: titleOfList(viewer.language, resourceId),
      header: this.pages.renderHeader(request),
      list,
    });
    response.set('cache-control', 'no-store').type('html').send(document);
  }

  /** Returns the list that the page shows at first; null for an address that AdminJS has to refuse by itself. */
  private async renderList(
    application: AdminjsApplication,
    viewer: Viewer,
    action: PanelAction,
    request: Request,
  ): Promise<DocumentParts['list']> {
    const { search } = new URL(request.originalUrl, 'http://panel');
    let query: Record<string, unknown>;
    try {
      query = parseListQuery(action.table, request.query);
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
    const list = await application.readList(viewer, action, query);
    return {
      markup: renderToString(h(ServerList, { ...list, language: viewer.language, search })),
      data: toServerListData(list),
    };
  }

  /** Redirects to a page that AdminJS's sidebar links to and another controller renders. */
  @Get('pages/:pageName')
  @Page('manager')
  async showPage(
    @Param('pageName') pageName: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const application = await this.adminjs.load();
    if (!application.hasPage(pageName)) throw new UserError('not_found', 'There is no such page', 404);
    const api = application.apiFor(toViewer(principal, request));
    const { path } = (await api.page({ method: 'get', params: { pageName } }, response)) as PageLocation;
    response.redirect(302, path);
  }

  @Get('assets/panel/:name')
  @Public()
  sendAsset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.files.send(name, request, response);
  }
}

interface PagePath {
  readonly resourceId: string;
  readonly name: string;
  readonly target: ActionTarget;
  /** Null for a page that is not about one record. */
  readonly recordId: string | null;
}

/** Returns which action of which table an address of AdminJS shows. */
function parsePagePath(path: string): PagePath {
  const [resourceId = '', kind = '', first = '', second = ''] = path.split('/').slice(3).map(decodePart);
  if (kind === 'records') return { resourceId, name: second, target: 'record', recordId: first };
  if (kind === 'bulk') return { resourceId, name: first, target: 'bulk', recordId: null };
  return { resourceId, name: kind === 'actions' ? first : kind || 'list', target: 'resource', recordId: null };
}

/** Returns a part of a path as text. A part that is not encoded correctly stands for itself. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function titleOfList(language: Language, resourceId: string): string {
  const titles: Readonly<Record<string, string>> = messagesIn(language).lists.navigation;
  return titles[resourceId] ?? resourceId;
}
