import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor, CurrentCaller, type Caller } from '../../auth/caller.js';
import { setSessionCookie } from '../../auth/session-cookie.js';
import { UsersService } from '../../auth/users.service.js';
import { UserError } from '../../errors.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { html, type Html } from '../pages/html.js';
import { Page } from '../pages/page.js';
import { Pages } from '../pages/pages.js';

const PasswordForm = z.object({
  current: z.string().max(500).default(''),
  password: z.string().max(500).default(''),
});

/** One's own account: who one is, a new password, the way out. */
@Controller('admin/account')
@Page('monitor')
@ApiExcludeController()
export class AccountController {
  constructor(
    private readonly users: UsersService,
    private readonly pages: Pages,
  ) {}

  @Get()
  show(@CurrentCaller() caller: Caller, @Req() request: Request, @Res() response: Response) {
    this.page(caller, request, response, null);
  }

  @Post()
  async change(
    @Body({ schema: PasswordForm }) form: z.output<typeof PasswordForm>,
    @CurrentCaller() caller: Caller,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    if (caller.kind !== 'session') throw new UserError('no_password', 'A token has no password', 403);
    try {
      setSessionCookie(request, response, await this.users.changeOwnPassword(caller.id, form, by));
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 400) throw error;
      this.page(caller, request, response, { field: error.details[0]?.path ?? 'current' });
      return;
    }
    this.page(caller, request, response, 'changed');
  }

  private page(
    caller: Caller,
    request: Request,
    response: Response,
    outcome: 'changed' | { readonly field: string } | null,
  ): void {
    const words = wordsIn(languageOf(request)).pages.account;
    const wrong = outcome !== null && outcome !== 'changed' ? outcome.field : null;
    const body = html`<section class="card">
        <h1>${words.title}</h1>
        <dl>
          <dt>E-mail</dt>
          <dd>${caller.name}</dd>
          <dt>${words.role}</dt>
          <dd>${words.roles[caller.role]}</dd>
        </dl>
        <form method="post" action="/admin/logout"><button class="quiet">${words.logout}</button></form>
      </section>
      <form class="card" method="post" action="/admin/account">
        <h2>${words.change}</h2>
        ${outcome === 'changed' && html`<p class="notice" role="status">${words.changed}</p>`}
        ${passwordField('current', words.current, 'current-password', wrong === 'current' && words.wrongCurrent)}
        ${passwordField('password', words.password, 'new-password', wrong === 'password' && words.badPassword, words.rule)}
        <button>${words.submit}</button>
      </form>`;
    this.pages.send(request, response, { status: wrong === null ? 200 : 400, title: words.title, body, home: true });
  }
}

function passwordField(name: string, label: string, autocomplete: string, error: string | false, rule?: string): Html {
  return html`<label
    ><span>${label}</span>
    <input
      type="password"
      name="${name}"
      autocomplete="${autocomplete}"
      required
      ${error !== false && html`aria-invalid="true" aria-describedby="${name}-error"`}
    />
    ${rule !== undefined && html`<small>${rule}</small>`}
    ${error !== false && html`<small class="error" role="alert" id="${name}-error">${error}</small>`}
  </label>`;
}
