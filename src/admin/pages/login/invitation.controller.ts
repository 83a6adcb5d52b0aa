import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { PublicPage } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { explainLoginFailure } from './explain-login-failure.js';
import { InvalidInvitationPage, InvitationPage } from './invitation-page.js';
import { assertSameOrigin, InvitationsService } from '../../../auth/index.js';
import { UserError } from '../../../domain/index.js';
import { Clock } from '../../../platform/config/index.js';
import { ApiExcludeController, clientAddress } from '../../../platform/http/index.js';

const Token = z.string().max(100).default('');
const InvitationQuery = z.object({ token: Token });
const InvitationForm = z.object({ token: Token, password: z.string().max(500).default('') });

/** The page behind a one-time link, on which an invited person chooses a password. Opening it changes nothing. */
@Controller('admin/invitation')
@PublicPage()
@ApiExcludeController()
export class InvitationController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Query({ schema: InvitationQuery }) { token }: z.output<typeof InvitationQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.sendForm(token, request, response);
  }

  /** Sets the password and redirects to the login, which asks for the second factor of those who have one. */
  @Post()
  async accept(
    @Body({ schema: InvitationForm }) { token, password }: z.output<typeof InvitationForm>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertSameOrigin(request);
    try {
      const outcome = await this.invitations.accept(token, password, clientAddress(request) ?? '');
      switch (outcome.kind) {
        case 'ok':
          response.redirect(303, '/admin/login');
          return;
        case 'unknown':
          this.sendInvalid(request, response);
          return;
        case 'blocked':
          await this.sendForm(token, request, response, {
            status: 429,
            error: explainLoginFailure(request, response, outcome, this.clock.now()),
          });
      }
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 400) throw error;
      const message = error.details[0]?.message ?? error.message;
      await this.sendForm(token, request, response, {
        status: 400,
        error: translateValidationMessage(languageOf(request), message),
      });
    }
  }

  private async sendForm(
    token: string,
    request: Request,
    response: Response,
    failure?: { readonly status: number; readonly error: string },
  ): Promise<void> {
    const email = await this.invitations.findEmail(token);
    if (email === null) {
      this.sendInvalid(request, response, failure?.status);
      return;
    }
    const messages = messagesIn(languageOf(request));
    const body = h(InvitationPage, { messages, email, token, error: failure?.error });
    const { title } = messages.operators.invitation;
    this.pages.send(request, response, { status: failure?.status ?? 200, title, body });
  }

  private sendInvalid(request: Request, response: Response, status = 404): void {
    const messages = messagesIn(languageOf(request));
    const body = h(InvalidInvitationPage, { messages });
    this.pages.send(request, response, { status, title: messages.operators.invitation.title, body });
  }
}
