import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import type { Logger } from 'pino';
import { formatMessage } from '../i18n/format-message.js';
import { languageOf, messagesIn } from '../i18n/language.js';
import { localPath } from './local-path.js';
import { PageRendererService } from './page-renderer.service.js';
import { ProblemPage } from './components/problem-page.js';
import { AllExceptionsFilter, type Problem } from '../../platform/http/index.js';
import { CONFIRMATION_REQUIRED, CROSS_SITE, RENEWAL_REQUIRED } from '../../auth/index.js';
import { UserError } from '../../domain/index.js';
import { LOGGER } from '../../platform/logging/index.js';

/** Returns whether a request comes from a browser that shows pages. A script that accepts anything is no such browser. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

/** Sends problems as pages. Redirects a request without a session to the login, which returns to the page afterwards. */
@Injectable()
export class PageFilter extends AllExceptionsFilter {
  constructor(
    @Inject(LOGGER) logger: Logger,
    private readonly pages: PageRendererService,
  ) {
    super(logger);
  }

  protected override send(request: Request, response: Response, problem: Problem, exception: unknown): void {
    if (this.wantsPage(request)) this.sendPage(request, response, problem, exception);
    else super.send(request, response, problem, exception);
  }

  protected wantsPage(_request: Request): boolean {
    return true;
  }

  private sendPage(request: Request, response: Response, { statusCode }: Problem, exception: unknown): void {
    if (statusCode === 401) {
      const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
      response.removeHeader('www-authenticate');
      response.redirect(302, `/admin/login${next}`);
      return;
    }
    if (exception instanceof UserError && exception.code === RENEWAL_REQUIRED) {
      response.redirect(302, '/admin/account');
      return;
    }
    if (exception instanceof UserError && exception.code === CONFIRMATION_REQUIRED) {
      // The content of a form is not kept: the person comes back to the page of the form and sends it again.
      const next = request.method === 'GET' ? request.originalUrl : formPageOf(request);
      response.redirect(303, `/admin/confirm?next=${encodeURIComponent(next)}`);
      return;
    }
    const language = languageOf(request);
    const { problem, home, crossSite } = messagesIn(language).pages;
    const title =
      statusCode in problem ? problem[statusCode as keyof typeof problem] : problem[statusCode < 500 ? 400 : 500];
    const isCrossSite = exception instanceof UserError && exception.code === CROSS_SITE;
    const hosts = { origin: request.get('origin') ?? '—', host: request.host };
    const explanation = isCrossSite ? formatMessage(language, crossSite, hosts) : undefined;
    const list = this.pages.findParentOf(request);
    const pathLabel = messagesIn(language).lists.controls.path;
    const body = h(ProblemPage, { title, explanation, homeLabel: home, list, pathLabel });
    this.pages.send(request, response, { status: statusCode, title, body });
  }
}

/** Returns the page that a form was on, as its browser says; the account page when it says nothing of this site. */
function formPageOf(request: Request): string {
  const referrer = request.get('referer') ?? '';
  const isOurs = URL.canParse(referrer) && new URL(referrer).host === request.host;
  return localPath(isOurs ? new URL(referrer).pathname : undefined, '/admin/account');
}

/** Sends problems as pages to browsers and as JSON to scripts. */
@Injectable()
export class PageOrJsonFilter extends PageFilter {
  protected override wantsPage(request: Request): boolean {
    return wantsPage(request);
  }
}
