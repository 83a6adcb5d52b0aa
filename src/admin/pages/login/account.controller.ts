import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { SessionList } from '../users/session-list.js';
import { SessionForm } from '../users/user.controller.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { themeOf } from '../../shell/theme.js';
import { explainLoginFailure, statusOfFailure } from './explain-login-failure.js';
import { AccountPage, type PasswordChange } from './account-page.js';
import {
  type Actor,
  CurrentActor,
  CurrentPrincipal,
  LoginService,
  mayActAs,
  OpenBeforeRenewal,
  type Principal,
  sessionIdOf,
  setSessionCookie,
} from '../../../auth/index.js';
import { TelegramClient, TelegramLinkingService } from '../../../telegram/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { UserError } from '../../../domain/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';

const PasswordForm = z.object({
  current: z.string().max(500).default(''),
  password: z.string().max(500).default(''),
});

/** Serves the account page of the person who is logged in, and changes their password. */
@Controller('admin/account')
@Page('monitor')
@OpenBeforeRenewal()
@ApiExcludeController()
export class AccountController {
  constructor(
    private readonly logins: LoginService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
    private readonly telegram: TelegramLinkingService,
    private readonly bot: TelegramClient,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async show(@CurrentPrincipal() principal: Principal, @Req() request: Request, @Res() response: Response) {
    await this.sendPage(principal, request, response, null);
  }

  /** Changes the password and starts a new session; all other sessions of the person end. */
  @Post()
  async changePassword(
    @Body({ schema: PasswordForm }) form: z.output<typeof PasswordForm>,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    if (principal.kind !== 'session') throw new UserError('no_password', 'A token has no password', 403);
    try {
      const outcome = await this.logins.changeOwnPassword(principal.id, form, actor, request.get('user-agent') ?? null);
      if (outcome.kind === 'ok') {
        setSessionCookie(request, response, outcome.sessionId);
        await this.sendPage(principal, request, response, 'changed');
      } else {
        const message = explainLoginFailure(request, response, outcome, this.clock.now());
        await this.sendPage(principal, request, response, { wrongField: 'current', message }, statusOfFailure(outcome));
      }
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 400) throw error;
      await this.sendPage(principal, request, response, this.toFieldProblem(request, error));
    }
  }

  private async findTelegram({ kind, id, role }: Principal): Promise<'available' | 'blocked' | null> {
    if (kind !== 'session' || !this.bot.isEnabled || !mayActAs(role, 'manager')) return null;
    const chat = await this.telegram.findOne(id);
    return chat?.blockedAt == null ? 'available' : 'blocked';
  }

  private toFieldProblem(request: Request, { details, message }: UserError): PasswordChange {
    const language = languageOf(request);
    const [detail = { path: 'current', message }] = details;
    if (detail.path === 'current') {
      return { wrongField: 'current', message: messagesIn(language).pages.account.wrongCurrent };
    }
    return { wrongField: 'password', message: translateValidationMessage(language, detail.message) };
  }

  /** Ends a session of the person; of this browser too, which then has to log in. */
  @Post('sessions/end')
  async endSession(
    @Body({ schema: SessionForm }) { session }: z.output<typeof SessionForm>,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ) {
    if (principal.kind !== 'session') throw new UserError('no_password', 'A token has no sessions', 403);
    await this.logins.endSession(principal.id, session, actor);
    response.redirect(303, '/admin/account');
  }

  private async sendPage(
    principal: Principal,
    request: Request,
    response: Response,
    change: PasswordChange | null,
    status = change === null || change === 'changed' ? 200 : 400,
  ): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const sessions =
      principal.kind === 'session' &&
      h(SessionList, {
        messages,
        formatter: new RecordFormatter(language, this.config.businessTimeZone),
        sessions: await this.logins.listSessions(principal.id, sessionIdOf(request)),
        action: '/admin/account/sessions/end',
      });
    const telegram = await this.findTelegram(principal);
    const body = h(
      AccountPage,
      { messages: messages.pages.account, principal, theme: themeOf(request), change, telegram },
      sessions,
    );
    this.pages.send(request, response, { status, title: messages.pages.account.title, body, isWide: true });
  }
}
