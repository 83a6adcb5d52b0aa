import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CurrentCaller, optionalCaller, type Caller } from '../../auth/caller.js';
import { LoginService, type LoginOutcome } from '../../auth/login.service.js';
import { assertSameOrigin } from '../../auth/same-origin.js';
import { clearSessionCookie, sessionIdOf, setSessionCookie } from '../../auth/session-cookie.js';
import { Clock } from '../../config/config.module.js';
import { languageOf, rememberLanguage, wordsIn } from '../locales/language.js';
import { counted, LANGUAGES } from '../locales/words.js';
import { html } from '../pages/html.js';
import { localPath } from '../pages/local-path.js';
import { Page, PublicPage } from '../pages/page.js';
import { Pages } from '../pages/pages.js';

const LoginQuery = z.object({ next: z.string().optional() });
const LoginForm = z.object({
  email: z.string().max(500).default(''),
  password: z.string().max(500).default(''),
  next: z.string().optional(),
});
type LoginForm = z.output<typeof LoginForm>;
const LanguageForm = z.object({ lang: z.enum(LANGUAGES), next: z.string().optional() });

const HOME = '/admin';

/** The way in and out, by ordinary forms. */
@Controller('admin')
@PublicPage()
@ApiExcludeController()
export class LoginController {
  constructor(
    private readonly logins: LoginService,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  @Get('login')
  async show(
    @Query({ schema: LoginQuery }) { next }: z.output<typeof LoginQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    if ((await optionalCaller(request))?.kind === 'session') response.redirect(302, localPath(next, HOME));
    else this.form(request, response, { next });
  }

  @Post('login')
  async login(@Body({ schema: LoginForm }) form: LoginForm, @Req() request: Request, @Res() response: Response) {
    assertSameOrigin(request);
    const outcome = await this.logins.login(form, request.ip ?? '', sessionIdOf(request));
    if (outcome.kind !== 'welcome') {
      this.form(request, response, form, outcome);
      return;
    }
    setSessionCookie(request, response, outcome.sessionId);
    response.redirect(303, localPath(form.next, HOME));
  }

  @Post('logout')
  @Page('monitor')
  async logout(@CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response) {
    const sessionId = sessionIdOf(request);
    if (caller.kind === 'session' && sessionId !== undefined) {
      await this.logins.logout(sessionId, { id: caller.id, email: caller.name }, request.ip ?? null);
    }
    clearSessionCookie(request, response);
    response.redirect(303, '/admin/login');
  }

  @Post('language')
  language(
    @Body({ schema: LanguageForm }) { lang, next }: z.output<typeof LanguageForm>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertSameOrigin(request);
    rememberLanguage(request, response, lang);
    response.redirect(303, localPath(next, HOME));
  }

  private form(
    request: Request,
    response: Response,
    { email = '', next }: Partial<LoginForm>,
    outcome?: Exclude<LoginOutcome, { kind: 'welcome' }>,
  ): void {
    const words = wordsIn(languageOf(request)).pages.login;
    const error = outcome && this.reason(request, response, outcome);
    const body = html`<form class="card" method="post" action="/admin/login">
      <h1>${words.title}</h1>
      ${error !== undefined && html`<p class="error" role="alert" data-testid="login-error">${error}</p>`}
      <label
        ><span>${words.email}</span>
        <input
          type="email"
          name="email"
          value="${email}"
          autocomplete="username"
          required
          ${email === '' && AUTOFOCUS}
        />
      </label>
      <label
        ><span>${words.password}</span>
        <input type="password" name="password" autocomplete="current-password" required ${email !== '' && AUTOFOCUS} />
      </label>
      ${next !== undefined && html`<input type="hidden" name="next" value="${localPath(next, HOME)}" />`}
      <button type="submit">${words.submit}</button>
      <p>${words.help}</p>
    </form>`;
    const status = outcome ? (outcome.kind === 'refused' ? 401 : 429) : 200;
    this.pages.send(request, response, { status, title: words.title, body });
  }

  private reason(request: Request, response: Response, outcome: Exclude<LoginOutcome, { kind: 'welcome' }>): string {
    const language = languageOf(request);
    const words = wordsIn(language).pages.login;
    if (outcome.kind === 'refused') return words.refused;
    const seconds = Math.max(1, Math.ceil((outcome.until.getTime() - this.clock.now().getTime()) / 1000));
    response.set('retry-after', String(seconds));
    return seconds < 60
      ? counted(language, words.blockedSeconds, seconds)
      : counted(language, words.blockedMinutes, Math.ceil(seconds / 60));
  }
}

const AUTOFOCUS = html`autofocus`;
