import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { PageQuery, ReportForm } from './report-form.js';
import { ReportPage } from './report-page.js';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { CurrentActor, type Actor } from '../../../auth/index.js';
import type { ReportLanguage } from '../../../clients/index.js';
import { dayAt, endOfMonth, startOfMonth, UserError, type Period } from '../../../domain/index.js';
import { OwnerReportsService, ReportLinksService, toPeriod } from '../../../owner-reports/index.js';
import type { ReportSubject } from '../../../owner-reports/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { ApiExcludeController, Id, publicOrigin } from '../../../platform/http/index.js';

/** What the page shows beside the report. */
interface Shown {
  readonly period: Period;
  readonly language: ReportLanguage | undefined;
  readonly newLink?: { readonly url: string; readonly expiresAt: string };
}

/** Shows the report of a restaurant or of an owner, and takes the forms of that page. */
@Controller('admin')
@Page('manager')
@ApiExcludeController()
export class ReportPageController {
  constructor(
    private readonly reports: OwnerReportsService,
    private readonly links: ReportLinksService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone' | 'publicUrl'>,
  ) {}

  @Get('clients/:id/report')
  showClient(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: PageQuery }) query: PageQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.show({ kind: 'client', id }, query, request, response);
  }

  @Get('owners/:id/report')
  showOwner(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: PageQuery }) query: PageQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.show({ kind: 'owner', id }, query, request, response);
  }

  @Post('clients/:id/report')
  submitForClient(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ReportForm }) form: ReportForm,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.submit({ kind: 'client', id }, { form, by }, request, response);
  }

  @Post('owners/:id/report')
  submitForOwner(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ReportForm }) form: ReportForm,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.submit({ kind: 'owner', id }, { form, by }, request, response);
  }

  private show(subject: ReportSubject, query: PageQuery, request: Request, response: Response): Promise<void> {
    const { month, from, to, lang } = query;
    const isChosen = month !== undefined || from !== undefined || to !== undefined;
    const period = isChosen ? toPeriod(query) : this.lastMonth();
    return this.sendPage(subject, { period, language: lang }, request, response);
  }

  /** Saves a form. A new link is shown at once, because its address is stored nowhere; every other form leads back to its part of the page. */
  private async submit(
    subject: ReportSubject,
    { form, by }: { form: ReportForm; by: Actor },
    request: Request,
    response: Response,
  ): Promise<void> {
    const period = { from: form.from, to: form.to };
    let section: string;
    switch (form.action) {
      case 'comment':
        await this.reports.comment(subject, { period, text: form.text, by });
        section = 'comment-title';
        break;
      case 'revoke':
        await this.links.revoke(form.link, by);
        section = 'links-title';
        break;
      case 'link': {
        const target = { period, language: form.lang, expiresInDays: form.expiresInDays };
        const { token, expiresAt } = await this.links.create(subject, target, by);
        const url = `${publicOrigin(request, this.config)}/r/${token}`;
        await this.sendPage(subject, { period, language: form.lang, newLink: { url, expiresAt } }, request, response);
        return;
      }
    }
    const query = new URLSearchParams({ ...period, lang: form.lang }).toString();
    response.redirect(303, `${pathOf(subject)}?${query}#${section}`);
  }

  private async sendPage(
    subject: ReportSubject,
    { period, language: reportLanguage, newLink }: Shown,
    request: Request,
    response: Response,
  ): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const { name, contactPhone, contactTelegram } = await this.reports.findSubject(subject);
    const { report, problem } = await this.tryToFind(subject, period, reportLanguage);
    const query = new URLSearchParams({ ...period, ...(report && { lang: report.language }) }).toString();
    const body = h(ReportPage, {
      language,
      messages,
      formatter: new RecordFormatter(language, this.config.businessTimeZone),
      subject: { ...subject, name },
      contactPhone,
      contactTelegram,
      path: pathOf(subject),
      apiPath: `/api/v1/${folderOf(subject)}/${subject.id}/report`,
      period,
      query,
      report,
      problem: problem && translateValidationMessage(language, problem),
      links: await this.links.list(subject),
      newLink: newLink ?? null,
      now: this.clock.now().toISOString(),
    });
    const title = `${name} · ${messages.pages.report.title}`;
    this.pages.send(request, response, { status: problem === null ? 200 : 400, title, body, isWide: true });
  }

  /** Returns the report, or why this period has none. @throws UserError 404 */
  private async tryToFind(subject: ReportSubject, period: Period, language: ReportLanguage | undefined) {
    try {
      return { report: await this.reports.find(subject, period, language), problem: null };
    } catch (error) {
      if (!(error instanceof UserError) || error.status === 404) throw error;
      return { report: null, problem: error.details[0]?.message ?? error.message };
    }
  }

  private lastMonth(): Period {
    const from = startOfMonth(dayAt(this.clock.now(), this.config.businessTimeZone), -1);
    return { from, to: endOfMonth(from) };
  }
}

function folderOf({ kind }: ReportSubject): 'clients' | 'owners' {
  return kind === 'client' ? 'clients' : 'owners';
}

function pathOf(subject: ReportSubject): string {
  return `/admin/${folderOf(subject)}/${subject.id}/report`;
}
