import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { readHistory } from '../../adminjs/tables/history.panel.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { UserPage } from './user-page.js';
import {
  type Actor,
  assertPasswordConfirmed,
  CurrentActor,
  CurrentPrincipal,
  InvitationsService,
  LoginService,
  type Principal,
  sessionIdOf,
  UsersService,
} from '../../../auth/index.js';
import { UserError } from '../../../domain/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';
import { ApiExcludeController, Id, publicOrigin } from '../../../platform/http/index.js';

/** The key of a session in a form: hex. */
export const SessionForm = z.object({ session: z.string().regex(/^[0-9a-f]{64}$/, 'must be a session') });

/** What the page shows beside the user. */
interface Outcome {
  readonly link?: string;
  readonly conflict?: UserError;
}

/** A user's page. Whatever gives or takes access needs a password that was confirmed just now; ending a session does not. */
@Controller('admin/users/:id')
@Page('admin')
@ApiExcludeController()
export class UserController {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly logins: LoginService,
    private readonly invitations: InvitationsService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async show(@Param('id', { schema: Id }) id: number, @Req() request: Request, @Res() response: Response) {
    await this.sendPage(id, request, response, {});
  }

  /** Creates a link by which the person chooses a password, and shows it, once. */
  @Post('invitation')
  async invite(
    @Param('id', { schema: Id }) id: number,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertPasswordConfirmed(principal, this.clock.now());
    const { token } = await this.invitations.create(id, actor);
    const link = `${publicOrigin(request, this.config)}/admin/invitation?token=${token}`;
    await this.sendPage(id, request, response, { link });
  }

  @Post('disable')
  async disable(
    @Param('id', { schema: Id }) id: number,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertPasswordConfirmed(principal, this.clock.now());
    await this.act(id, request, response, () => this.users.disable(id, actor));
  }

  @Post('enable')
  async enable(
    @Param('id', { schema: Id }) id: number,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertPasswordConfirmed(principal, this.clock.now());
    await this.act(id, request, response, () => this.users.enable(id, actor));
  }

  @Post('sessions/end')
  async endSession(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: SessionForm }) { session }: z.output<typeof SessionForm>,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.act(id, request, response, () => this.logins.endSession(id, session, actor));
  }

  private async act(id: number, request: Request, response: Response, action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
      response.redirect(303, `/admin/users/${id}`);
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 409) throw error;
      await this.sendPage(id, request, response, { conflict: error });
    }
  }

  private async sendPage(id: number, request: Request, response: Response, { link, conflict }: Outcome): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const formatter = new RecordFormatter(language, this.config.businessTimeZone);
    const user = await this.users.findOne(id);
    const body = h(UserPage, {
      messages,
      formatter,
      user,
      sessions: await this.logins.listSessions(id, sessionIdOf(request)),
      linkExpiresAt: await this.invitations.findExpiry(id),
      link,
      history: await this.database.read((tx) => readHistory('user', id, formatter, tx)),
      problem: conflict && translateValidationMessage(language, conflict.message),
    });
    const title = user.name ?? user.email;
    this.pages.send(request, response, { status: conflict?.status ?? 200, title, body, isWide: true });
  }
}
