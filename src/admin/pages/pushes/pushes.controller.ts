import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { PushesPage } from './pushes-page.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { ReceiptsService, UnknownRestaurantsService } from '../../../ingest/index.js';
import { CONFIG, type Config } from '../../../platform/config/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';

const PUSHES_SHOWN = 50;
const NAMES_SHOWN = 200;

/** Shows what collectors push, and the names of restaurants that no client has. */
@Controller('admin/pushes')
@Page('manager')
@ApiExcludeController()
export class PushesController {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly unknownRestaurants: UnknownRestaurantsService,
    private readonly pages: PageRendererService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async show(@Req() request: Request, @Res() response: Response) {
    const language = languageOf(request);
    const messages = messagesIn(language).pages.pushes;
    const body = h(PushesPage, {
      language,
      messages,
      formatter: new RecordFormatter(language, this.config.businessTimeZone),
      pushes: await this.receipts.listNewest(PUSHES_SHOWN),
      unknown: await this.unknownRestaurants.list(NAMES_SHOWN),
    });
    this.pages.send(request, response, { title: messages.title, body, isWide: true });
  }
}
