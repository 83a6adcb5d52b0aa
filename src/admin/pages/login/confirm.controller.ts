import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { localPath } from '../../shell/local-path.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { ConfirmPage } from './confirm-page.js';
import { explainLoginFailure, statusOfFailure } from './explain-login-failure.js';
import {
  type Actor,
  CurrentActor,
  CurrentPrincipal,
  LoginService,
  OpenBeforeRenewal,
  type Principal,
  sessionIdOf,
} from '../../../auth/index.js';
import { Clock } from '../../../platform/config/index.js';
import { UserError } from '../../../domain/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';

const ConfirmQuery = z.object({ next: z.string().optional() });
const ConfirmForm = z.object({ current: z.string().max(500).default(''), next: z.string().optional() });

/** Lets a person confirm their password, which opens changes of accounts for 15 minutes. */
@Controller('admin/confirm')
@Page('monitor')
@OpenBeforeRenewal()
@ApiExcludeController()
export class ConfirmController {
  constructor(
    private readonly logins: LoginService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(
    @Query({ schema: ConfirmQuery }) { next }: z.output<typeof ConfirmQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    this.sendPage(request, response, { next, status: 200 });
  }

  @Post()
  async confirm(
    @Body({ schema: ConfirmForm }) { current, next }: z.output<typeof ConfirmForm>,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const sessionId = sessionIdOf(request);
    if (principal.kind !== 'session' || sessionId === undefined) {
      throw new UserError('no_password', 'A token has no password', 403);
    }
    try {
      const outcome = await this.logins.confirmPassword({ id: principal.id, sessionId }, current, actor);
      if (outcome.kind === 'ok') {
        response.redirect(303, localPath(next, '/admin/account'));
        return;
      }
      const error = explainLoginFailure(request, response, outcome, this.clock.now());
      this.sendPage(request, response, { next, error, status: statusOfFailure(outcome) });
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 400) throw error;
      const { wrongCurrent } = messagesIn(languageOf(request)).pages.account;
      this.sendPage(request, response, { next, error: wrongCurrent, status: 400 });
    }
  }

  private sendPage(
    request: Request,
    response: Response,
    { next, error, status }: { next: string | undefined; error?: string; status: number },
  ): void {
    const messages = messagesIn(languageOf(request)).pages.confirm;
    const body = h(ConfirmPage, { messages, nextPath: localPath(next, '/admin/account'), error });
    this.pages.send(request, response, { status, title: messages.title, body });
  }
}
