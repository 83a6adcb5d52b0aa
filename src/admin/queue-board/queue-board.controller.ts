import { Controller, Get, Next, Req, Res } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { languageOf, messagesIn } from '../i18n/language.js';
import type { Language } from '../i18n/messages.js';
import { PageRendererService } from '../shell/page-renderer.service.js';
import { ShellAssets } from '../shell/shell-assets.js';
import { PageOrJson } from '../shell/page.js';
import { themeOf } from '../shell/theme.js';
import { UserError } from '../../domain/index.js';
import { isInspectable, JobQueue, type Inspectable } from '../../platform/queue/index.js';
import { ApiExcludeController } from '../../platform/http/index.js';

/** Bull Board's own texts in the languages of the panel. Without them it follows the browser, and knows no `ru`, only `ru-RU`. */
const BOARD_LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru-RU' };

/** Serves Bull Board, where the jobs are in Redis. */
@Controller('admin/queues')
@PageOrJson('admin')
@ApiExcludeController()
export class QueueBoardController {
  private board: Promise<RequestHandler> | undefined;

  constructor(
    private readonly queue: JobQueue,
    private readonly pages: PageRendererService,
    private readonly assets: ShellAssets,
  ) {}

  @Get(['', '*path'])
  async show(@Req() request: Request, @Res() response: Response, @Next() next: NextFunction): Promise<void> {
    const { queue } = this;
    if (!isInspectable(queue)) {
      throw new UserError('not_found', 'There is no job queue to look at: the jobs of one process stay inside it', 404);
    }
    await queue.waitUntilReady();
    this.board ??= this.createBoard(queue);
    (await this.board)(request, response, next);
  }

  /** Loads Bull Board at the first request, because most servers have no Redis. */
  private async createBoard({ bullQueues }: Inspectable): Promise<RequestHandler> {
    const [{ createBullBoard, BASE_PATH }, { renderEntryPage }] = await Promise.all([
      import('./bull-board.js'),
      import('./entry-page.js'),
    ]);
    const localeOf = (request: Request) => BOARD_LOCALES[languageOf(request)];
    const renderPage = (request: Request, uiConfig: string) => {
      const language = languageOf(request);
      return renderEntryPage({
        basePath: BASE_PATH,
        uiConfig,
        language,
        theme: themeOf(request),
        title: messagesIn(language).shell.nav.queues,
        style: this.assets.addressOf('frame'),
        header: this.pages.renderHeader(request),
      });
    };
    return createBullBoard(bullQueues, { localeOf, renderPage });
  }
}
