import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { ServerStatusService } from './server-status.service.js';
import { StatusPage, type StatusOutcome } from './status-page.js';
import {
  type Actor,
  ApiTokensService,
  assertPasswordConfirmed,
  CurrentActor,
  CurrentPrincipal,
  type Principal,
  TOKEN_ROLES,
} from '../../../auth/index.js';
import { OperationalError, UserError } from '../../../domain/index.js';
import { IncidentMonitor } from '../../../operations/alerts/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { ApiExcludeController, Id } from '../../../platform/http/index.js';
import { UpstreamSource } from '../../../upstream/index.js';

const NOTICES = ['revoked', 'tested'] as const;
const StatusQuery = z.object({ notice: z.enum(NOTICES).optional().catch(undefined) });
const NewTokenForm = z.object({
  name: z.string().max(500).default(''),
  role: z.enum(TOKEN_ROLES),
  days: z
    .literal('')
    .transform(() => undefined)
    .or(z.coerce.number<string>())
    .optional(),
});

/** The longest check of the upstream that a page waits for. */
const CHECK_TIMEOUT_MS = 20_000;

/** The status page of operators. Changes of tokens need a password that was confirmed just now. */
@Controller('admin/status')
@Page('admin')
@ApiExcludeController()
export class StatusController {
  constructor(
    private readonly status: ServerStatusService,
    private readonly tokens: ApiTokensService,
    private readonly incidents: IncidentMonitor,
    private readonly source: UpstreamSource,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async show(
    @Query({ schema: StatusQuery }) { notice }: z.output<typeof StatusQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { notices } = messagesIn(languageOf(request)).operators.status;
    await this.sendPage(request, response, notice ? { notice: notices[notice] } : {});
  }

  /** Sends a test alert. Shows why the receiver did not accept it. */
  @Post('alert-test')
  async testAlert(@CurrentActor() actor: Actor, @Req() request: Request, @Res() response: Response) {
    try {
      await this.incidents.sendTest(actor);
      response.redirect(303, '/admin/status?notice=tested');
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      const problem = messagesIn(languageOf(request)).operators.status.testFailed;
      await this.sendPage(request, response, { problem: `${problem} ${error.message}` }, 503);
    }
  }

  /** Calls the upstream and shows what is good and bad about it. */
  @Post('check')
  async check(@Req() request: Request, @Res() response: Response) {
    const findings = await this.source.check({ signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) });
    await this.sendPage(request, response, { findings });
  }

  /** Creates a token and shows it, once. */
  @Post('tokens')
  async createToken(
    @Body({ schema: NewTokenForm }) form: z.output<typeof NewTokenForm>,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertPasswordConfirmed(principal, this.clock.now());
    try {
      const { token } = await this.tokens.create(form, actor);
      await this.sendPage(request, response, { tokenForm: { kind: 'created', token } });
    } catch (error) {
      if (!(error instanceof UserError) || error.details.length === 0) throw error;
      const language = languageOf(request);
      const problems = Object.fromEntries(
        error.details.map(({ path, message }) => [path, translateValidationMessage(language, message)]),
      );
      await this.sendPage(request, response, { tokenForm: { kind: 'invalid', problems } }, 400);
    }
  }

  @Post('tokens/:id/revoke')
  async revokeToken(
    @Param('id', { schema: Id }) id: number,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ) {
    assertPasswordConfirmed(principal, this.clock.now());
    await this.tokens.revoke(id, actor);
    response.redirect(303, '/admin/status?notice=revoked#tokens');
  }

  private async sendPage(request: Request, response: Response, outcome: StatusOutcome, status = 200): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const formatter = new RecordFormatter(language, this.config.businessTimeZone);
    const body = h(StatusPage, { messages, formatter, status: await this.status.read(), outcome });
    this.pages.send(request, response, { status, title: messages.operators.status.title, body, isWide: true });
  }
}
