import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { GuessLimiter } from './guess-limiter.js';
import { ReportLinksService } from './report-links.service.js';
import { renderGonePage, renderReportPage } from '../document/report-page.js';
import { ReportStyleService } from '../document/report-style.service.js';
import { OwnerReportsService } from '../owner-reports.service.js';
import { Public } from '../../auth/index.js';
import { addDays, dayAt, UserError } from '../../domain/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { ApiExcludeController, clientAddress } from '../../platform/http/index.js';

/** Shows the report of a link to a person who has its token. All links that do not work get the same page. */
@Controller('r')
@Public()
@ApiExcludeController()
export class ReportLinkController {
  private readonly guesses = new GuessLimiter();

  constructor(
    private readonly links: ReportLinksService,
    private readonly reports: OwnerReportsService,
    private readonly style: ReportStyleService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.set({
      'content-security-policy': this.style.createPolicy(),
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
    });
    const now = this.clock.now().getTime();
    const address = clientAddress(request);
    const seconds = this.guesses.secondsToWait(address, now);
    if (seconds > 0) {
      response.set('retry-after', String(seconds));
      this.send(response, 429, renderGonePage(this.style.read()));
      return;
    }
    const page = await this.render(token);
    if (page === null) this.guesses.countMiss(address, now);
    this.send(response, page === null ? 404 : 200, page ?? renderGonePage(this.style.read()));
  }

  /** Returns the page of a link; null when the link does not work any more. */
  private async render(token: string): Promise<string | null> {
    const link = await this.links.open(token);
    if (!link) return null;
    const { subjectKind: kind, subjectId: id, from, to, language, expiresAt } = link;
    try {
      const report = await this.reports.find({ kind, id }, { from, to }, language);
      const lastDay = addDays(dayAt(new Date(expiresAt), this.config.businessTimeZone), -1);
      return renderReportPage(report, this.style.read(), lastDay);
    } catch (error) {
      // The owner has no restaurant any more: there is nothing left that the link may show.
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  private send(response: Response, status: number, page: string): void {
    response.status(status).type('html').send(page);
  }
}
