import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, rememberLanguage, messagesIn } from '../../i18n/language.js';
import { LANGUAGES } from '../../i18n/messages.js';
import { localPath } from '../../shell/local-path.js';
import { Page, PublicPage } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { CodePage } from './code-page.js';
import { explainLoginFailure, statusOfFailure } from './explain-login-failure.js';
import { LoginPage } from './login-page.js';
import {
  CurrentPrincipal,
  optionalPrincipal,
  type Principal,
  LoginService,
  OpenBeforeRenewal,
  type LoginFailure,
  assertSameOrigin,
  clearSessionCookie,
  sessionIdOf,
  setSessionCookie,
} from '../../../auth/index.js';
import { ApiExcludeController, clientAddress, setLoggedPrincipal } from '../../../platform/http/index.js';
import { Clock } from '../../../platform/config/index.js';

const LoginQuery = z.object({ next: z.string().optional() });
const LoginForm = z.object({
  email: z.string().max(500).default(''),
  password: z.string().max(500).default(''),
  next: z.string().optional(),
});
type LoginForm = z.output<typeof LoginForm>;
const CodeForm = z.object({
  ticket: z.string().max(200).default(''),
  code: z.string().max(50).default(''),
  next: z.string().optional(),
});
type CodeForm = z.output<typeof CodeForm>;
const LanguageForm = z.object({ lang: z.enum(LANGUAGES), next: z.string().optional() });

const HOME = '/admin';

/** Serves the login, the logout and the language switch as ordinary forms. */
@Controller('admin')
@PublicPage()
@ApiExcludeController()
export class LoginController {
  constructor(
    private readonly logins: LoginService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
  ) {}

  @Get('login')
  async show(
    @Query({ schema: LoginQuery }) { next }: z.output<typeof LoginQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    if ((await optionalPrincipal(request))?.kind === 'session') response.redirect(302, localPath(next, HOME));
    else this.sendForm(request, response, { next });
  }

  @Post('login')
  async login(@Body({ schema: LoginForm }) form: LoginForm, @Req() request: Request, @Res() response: Response) {
    assertSameOrigin(request);
    const outcome = await this.logins.login(form, deviceOf(request), sessionIdOf(request));
    if (outcome.kind === 'ok') startSession(request, response, outcome, form.next);
    else if (outcome.kind === 'code-needed') this.sendCodeForm(request, response, { ...outcome, next: form.next });
    else this.sendForm(request, response, form, outcome);
  }

  /** The second step of the login of a person with a second factor. */
  @Post('login/code')
  async loginWithCode(@Body({ schema: CodeForm }) form: CodeForm, @Req() request: Request, @Res() response: Response) {
    assertSameOrigin(request);
    const outcome = await this.logins.loginWithCode(form, deviceOf(request), sessionIdOf(request));
    if (outcome.kind === 'ok') startSession(request, response, outcome, form.next);
    else this.sendCodeForm(request, response, form, outcome);
  }

  @Post('logout')
  @OpenBeforeRenewal()
  @Page('monitor')
  async logout(@CurrentPrincipal() principal: Principal, @Req() request: Request, @Res() response: Response) {
    const sessionId = sessionIdOf(request);
    if (principal.kind === 'session' && sessionId !== undefined) {
      await this.logins.logout(sessionId, { id: principal.id, email: principal.name }, clientAddress(request));
    }
    clearSessionCookie(request, response);
    response.set('clear-site-data', '"cache"');
    response.redirect(303, '/admin/login');
  }

  @Post('language')
  switchLanguage(
    @Body({ schema: LanguageForm }) { lang, next }: z.output<typeof LanguageForm>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertSameOrigin(request);
    rememberLanguage(request, response, lang);
    response.redirect(303, localPath(next, HOME));
  }

  private sendForm(
    request: Request,
    response: Response,
    { email = '', next }: Partial<LoginForm>,
    failure?: LoginFailure,
  ): void {
    const messages = messagesIn(languageOf(request)).pages.login;
    const body = h(LoginPage, {
      messages,
      email,
      nextPath: next === undefined ? undefined : localPath(next, HOME),
      error: failure && explainLoginFailure(request, response, failure, this.clock.now()),
    });
    const status = failure ? statusOfFailure(failure) : 200;
    this.pages.send(request, response, { status, title: messages.title, body });
  }

  private sendCodeForm(
    request: Request,
    response: Response,
    { ticket, next }: { readonly ticket: string; readonly next?: string | undefined },
    failure?: LoginFailure,
  ): void {
    const messages = messagesIn(languageOf(request)).pages.login;
    const explanation = failure && explainLoginFailure(request, response, failure, this.clock.now());
    const body = h(CodePage, {
      messages,
      ticket,
      nextPath: next === undefined ? undefined : localPath(next, HOME),
      error: failure?.kind === 'unauthorized' ? messages.wrongCode : explanation,
    });
    const status = failure ? statusOfFailure(failure) : 200;
    this.pages.send(request, response, { status, title: messages.codeTitle, body });
  }
}

function deviceOf(request: Request) {
  return { address: clientAddress(request), userAgent: request.get('user-agent') ?? null };
}

function startSession(
  request: Request,
  response: Response,
  { sessionId, email }: { readonly sessionId: string; readonly email: string },
  next: string | undefined,
): void {
  setSessionCookie(request, response, sessionId);
  setLoggedPrincipal(request, email);
  response.redirect(303, localPath(next, HOME));
}
