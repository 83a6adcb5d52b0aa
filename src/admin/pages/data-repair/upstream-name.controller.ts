import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { explainProblem } from './problem-messages.js';
import { UpstreamNamePage } from './upstream-name-page.js';
import { type Actor, CurrentActor } from '../../../auth/index.js';
import { ClientPatch, ClientsService, UpstreamMatchesService } from '../../../clients/index.js';
import { ApiExcludeController, Id } from '../../../platform/http/index.js';

const NameForm = z.object({ name: ClientPatch.shape.upstreamName.unwrap() });

/** Finds a client's name at the upstream. It suggests similar names, and a person chooses one. */
@Controller('admin/clients/:id/source')
@Page('admin')
@ApiExcludeController()
export class UpstreamNameController {
  constructor(
    private readonly clients: ClientsService,
    private readonly upstreamMatches: UpstreamMatchesService,
    private readonly pages: PageRendererService,
  ) {}

  /** Sends 503 when the upstream's names cannot be read. */
  @Get()
  async showMatches(@Param('id', { schema: Id }) id: number, @Req() request: Request, @Res() response: Response) {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const client = await this.clients.findOne(id);
    const result = await this.upstreamMatches.list(id).then(
      (matches) => ({ matches }),
      (error: unknown) => ({ problem: explainProblem(error, messages) }),
    );
    const body = h(UpstreamNamePage, { language, messages, client, result });
    const status = 'problem' in result ? 503 : 200;
    const { title } = messages.pages.repair.source;
    this.pages.send(request, response, { status, title, body, isWide: true });
  }

  @Post()
  async useName(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: NameForm }) { name }: z.output<typeof NameForm>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ) {
    await this.clients.update(id, { upstreamName: name }, actor);
    response.redirect(303, `/admin/resources/clients/records/${id}/show`);
  }
}
