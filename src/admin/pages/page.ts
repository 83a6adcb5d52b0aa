import { applyDecorators, Inject, Injectable, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Public, Roles } from '../../auth/access.js';
import type { Role } from '../../auth/roles.js';
import { LOGGER } from '../../http/logger.js';
import { ProblemFilter, type Problem } from '../../http/problem.filter.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { html } from './html.js';
import { Pages } from './pages.js';

/** Answers a page's problems as a page: who is not logged in is sent to the login, and comes back afterwards. */
@Injectable()
class PageFilter extends ProblemFilter {
  constructor(
    @Inject(LOGGER) logger: Logger,
    private readonly pages: Pages,
  ) {
    super(logger);
  }

  protected override send(request: Request, response: Response, problem: Problem): void {
    if (this.wantsPage(request)) this.sendPage(request, response, problem);
    else super.send(request, response, problem);
  }

  protected wantsPage(_request: Request): boolean {
    return true;
  }

  private sendPage(request: Request, response: Response, { statusCode }: Problem): void {
    if (statusCode === 401) {
      const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
      response.removeHeader('www-authenticate');
      response.redirect(302, `/admin/login${next}`);
      return;
    }
    const { problem, home } = wordsIn(languageOf(request)).pages;
    const title =
      statusCode in problem ? problem[statusCode as keyof typeof problem] : problem[statusCode < 500 ? 400 : 500];
    const body = html`<section class="card">
      <h1>${title}</h1>
      <p><a href="/admin">${home}</a></p>
    </section>`;
    this.pages.send(request, response, { status: statusCode, title, body });
  }
}

/**
 * A page, or every page of a controller, for callers with this role or a more powerful one. Without a session it redirects to
 * the login; `@CurrentCaller()` hands the handler its caller, `languageOf(request)` tells the language. Needs {@link PagesModule}.
 */
export const Page = (role: Role) => applyDecorators(Roles(role), UseFilters(PageFilter));

/** Whether who asks is a browser that shows pages; a script that takes anything is none. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

@Injectable()
class PageOrJsonFilter extends PageFilter {
  protected override wantsPage(request: Request): boolean {
    return wantsPage(request);
  }
}

/** As {@link Page}, for handlers that answer {@link wantsPage} with a page and all others with JSON: problems too. */
export const PageOrJson = (role: Role) => applyDecorators(Roles(role), UseFilters(PageOrJsonFilter));

/** A page for everybody. */
export const PublicPage = () => applyDecorators(Public(), UseFilters(PageFilter));
