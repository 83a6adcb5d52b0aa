import { Controller, Get, Inject, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { ApplyForm, DoneQuery, readForm } from './import-form.js';
import { ImportPage, type ImportPageProps } from './import-page.js';
import { ImportTexts } from './import-texts.js';
import { languageOf } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { CurrentActor, type Actor } from '../../../auth/index.js';
import { ClientsImportService } from '../../../clients/index.js';
import { UserError } from '../../../domain/index.js';
import { CONFIG, type Config } from '../../../platform/config/index.js';
import { ApiExcludeController, IMPORT_FORM_LIMITS, parseInput } from '../../../platform/http/index.js';

/** What the page shows beside the form. */
type Shown = Partial<Omit<ImportPageProps, 'texts'>> & { readonly status?: number };

/** Imports restaurants from a file in two steps: a preview that writes nothing, and its application. */
@Controller('admin/import')
@Page('manager')
@ApiExcludeController()
export class ImportController {
  constructor(
    private readonly imports: ClientsImportService,
    private readonly pages: PageRendererService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  @Get()
  show(
    @Query({ schema: DoneQuery }) { created, updated }: DoneQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const done = created === undefined || updated === undefined ? null : { created, updated };
    this.send(request, response, { done });
  }

  @Post()
  @UseInterceptors(FileInterceptor('file', { limits: IMPORT_FORM_LIMITS }))
  async preview(@CurrentActor() by: Actor, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.sendPreview(() => readForm(request), { by, request, response });
  }

  @Post('apply')
  @UseInterceptors(FileInterceptor('file', { limits: IMPORT_FORM_LIMITS }))
  async apply(@CurrentActor() by: Actor, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { content, preview } = parseInput(ApplyForm, { ...(request.body as object) });
    const text = Buffer.from(content, 'base64').toString('utf8');
    try {
      const { created, updated } = await this.imports.apply(text, preview, by);
      const done = new URLSearchParams({ created: String(created), updated: String(updated) }).toString();
      response.redirect(303, `/admin/import?${done}`);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'preview_outdated') throw error;
      await this.sendPreview(() => text, { by, request, response, isOutdated: true });
    }
  }

  /** Sends what a file would do, or why it cannot be read. */
  private async sendPreview(
    read: () => string,
    { by, request, response, isOutdated = false }: PreviewContext,
  ): Promise<void> {
    const texts = this.textsOf(request);
    try {
      const text = read();
      const result = await this.imports.preview(text, by);
      const preview = { result, content: Buffer.from(text).toString('base64') };
      const problem = isOutdated ? texts.messages.outdated : null;
      this.send(request, response, { preview, problem, status: isOutdated ? 409 : 200 });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // A body of another kind is not parsed.
      const text = (request.body as { readonly text?: unknown } | undefined)?.text;
      const shown = typeof text === 'string' ? text : '';
      this.send(request, response, { problem: texts.problem(error), text: shown, status: 400 });
    }
  }

  private send(request: Request, response: Response, { status = 200, ...shown }: Shown): void {
    const texts = this.textsOf(request);
    const empty = { problem: null, done: null, text: '', preview: null };
    const body = h(ImportPage, { ...empty, ...shown, texts });
    this.pages.send(request, response, { status, title: texts.messages.title, body, isWide: true });
  }

  private textsOf(request: Request): ImportTexts {
    return new ImportTexts(languageOf(request), this.config.businessTimeZone);
  }
}

interface PreviewContext {
  readonly by: Actor;
  readonly request: Request;
  readonly response: Response;
  /** Whether the file was previewed before, and something changed since. */
  readonly isOutdated?: boolean;
}
