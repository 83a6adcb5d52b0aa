import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h, type ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { languageOf, messagesIn } from '../i18n/language.js';
import { Header, type HeaderProps } from './components/header.js';
import { navigationOf } from './navigation.js';
import { PageLayout } from './components/page-layout.js';
import { ShellAssets } from './shell-assets.js';
import { themeOf } from './theme.js';
import { knownPrincipal } from '../../auth/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { ReplicaOrigin } from '../../platform/database/index.js';
import { setRetryAfter } from '../../platform/http/index.js';

/** A page without the layout that all pages share. */
export interface PageContent {
  /** The HTTP status; 200 unless given. */
  readonly status?: number;
  readonly title: string;
  readonly body: ComponentChildren;
  /** Whether the page is wide enough for tables. */
  readonly isWide?: boolean;
}

/** Renders Preact components to pages that are complete without a script. */
@Injectable()
export class PageRendererService {
  constructor(
    private readonly replicaOrigin: ReplicaOrigin,
    private readonly assets: ShellAssets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'redisUrl' | 'ingest'>,
  ) {}

  /** Sends a page in the language of the request. No cache keeps it. */
  send(request: Request, response: Response, { status = 200, title, body, isWide = false }: PageContent): void {
    const files = { style: this.assets.addressOf('page'), script: this.assets.addressOf('script') };
    const layout = { ...this.headerOf(request), ...files, title, isWide, theme: themeOf(request) };
    const page = `<!doctype html>${renderToString(h(PageLayout, layout, body))}`;
    setRetryAfter(response, status);
    response.status(status).set('cache-control', 'no-store').type('html').send(page);
  }

  /** Returns the markup of the header, for pages whose content another program renders. */
  renderHeader(request: Request): string {
    return renderToString(h(Header, this.headerOf(request)));
  }

  /** Returns the address and the name of the page in the header that a request belongs to; null when it asks for that page itself. */
  findParentOf(request: Request): readonly [address: string, name: string] | null {
    const { viewer, currentPath, messages } = this.headerOf(request);
    if (!viewer) return null;
    const { main, others } = navigationOf(viewer, currentPath);
    const parent = [...main, ...others].find(({ isCurrent }) => isCurrent);
    return parent && parent.path !== request.path ? [parent.path, messages.nav[parent.key]] : null;
  }

  private headerOf(request: Request): HeaderProps {
    const language = languageOf(request);
    const principal = knownPrincipal(request);
    return {
      language,
      messages: messagesIn(language).shell,
      viewer: principal && {
        name: principal.name,
        role: principal.role,
        queues: this.config.redisUrl !== undefined,
        pushes: this.config.ingest.isEnabled,
      },
      currentPath: request.method === 'GET' ? request.originalUrl : request.path,
      isDemo: this.replicaOrigin.isDemo,
    };
  }
}
