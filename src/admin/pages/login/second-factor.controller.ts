import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { SecondFactorPage, type SecondFactorView } from './second-factor-page.js';
import {
  type Actor,
  assertPasswordConfirmed,
  CurrentActor,
  CurrentPrincipal,
  OpenBeforeRenewal,
  type Principal,
  SecondFactorService,
} from '../../../auth/index.js';
import { Clock } from '../../../platform/config/index.js';
import { UserError } from '../../../domain/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';

const ActionForm = z.object({ action: z.enum(['begin', 'enable', 'disable']), code: z.string().max(50).default('') });
type ActionForm = z.output<typeof ActionForm>;

/** Turns the second factor of the person who is logged in on and off. Each change needs a password that was confirmed just now. */
@Controller('admin/second-factor')
@Page('monitor')
@OpenBeforeRenewal()
@ApiExcludeController()
export class SecondFactorController {
  constructor(
    private readonly secondFactors: SecondFactorService,
    private readonly pages: PageRendererService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@CurrentPrincipal() principal: Principal, @Req() request: Request, @Res() response: Response) {
    if (!this.isOpen(principal, response)) return;
    const isOn = await this.secondFactors.isEnabled(principal.id);
    this.sendPage(request, response, { kind: isOn ? 'on' : 'off' });
  }

  @Post()
  async change(
    @Body({ schema: ActionForm }) form: ActionForm,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    if (!this.isOpen(principal, response)) return;
    this.sendPage(request, response, await this.run(form, principal, actor));
  }

  private async run({ action, code }: ActionForm, { id }: Principal, actor: Actor): Promise<SecondFactorView> {
    switch (action) {
      case 'begin':
        return { kind: 'enrol', enrolment: await this.secondFactors.begin(id), hasWrongCode: false };
      case 'disable':
        await this.secondFactors.disable(id, actor);
        return { kind: 'off' };
      case 'enable':
        return this.enable(id, code, actor);
    }
  }

  private async enable(id: number, code: string, actor: Actor): Promise<SecondFactorView> {
    try {
      return { kind: 'enabled', recoveryCodes: await this.secondFactors.enable(id, code, actor) };
    } catch (error) {
      const enrolment = await this.secondFactors.pendingEnrolment(id);
      if (!(error instanceof UserError) || error.status !== 400 || !enrolment) throw error;
      return { kind: 'enrol', enrolment, hasWrongCode: true };
    }
  }

  /** Redirects a person whose password has to be confirmed first. @throws UserError 403 for a token. */
  private isOpen(principal: Principal, response: Response): boolean {
    try {
      assertPasswordConfirmed(principal, this.clock.now());
      return true;
    } catch (error) {
      if (!(error instanceof UserError) || principal.kind !== 'session') throw error;
      response.redirect(303, '/admin/confirm?next=/admin/second-factor');
      return false;
    }
  }

  private sendPage(request: Request, response: Response, view: SecondFactorView): void {
    const { lists, pages } = messagesIn(languageOf(request));
    const messages = pages.secondFactor;
    const body = h(SecondFactorPage, { messages, path: lists.controls.path, view });
    const status = view.kind === 'enrol' && view.hasWrongCode ? 400 : 200;
    this.pages.send(request, response, { status, title: messages.title, body });
  }
}
