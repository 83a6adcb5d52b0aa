import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { TelegramPage, type TelegramView } from './telegram-page.js';
import { CurrentActor, CurrentPrincipal, type Actor, type Principal } from '../../../auth/index.js';
import { CONFIG, type Config } from '../../../platform/config/index.js';
import { DigestTime, TelegramClient, TelegramError, TelegramLinkingService } from '../../../telegram/index.js';
import { UserError } from '../../../domain/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';

const Form = z.object({
  action: z.enum(['link', 'unlink', 'digest']),
  when: z.enum(['off', 'after_run', 'at']).default('off'),
  time: z.string().max(20).default(''),
});
type Form = z.output<typeof Form>;

/** The longest wait for the name of the bot, in milliseconds. The code works without it. */
const BOT_NAME_TIMEOUT_MS = 3000;

/** Links the Telegram chat of the person who is logged in, and stores when the digest is sent there. */
@Controller('admin/telegram')
@Page('manager')
@ApiExcludeController()
export class TelegramController {
  constructor(
    private readonly linking: TelegramLinkingService,
    private readonly client: TelegramClient,
    private readonly pages: PageRendererService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async show(@CurrentPrincipal() principal: Principal, @Req() request: Request, @Res() response: Response) {
    assertPerson(principal);
    this.sendPage(request, response, await this.view(principal));
  }

  @Post()
  async change(
    @Body({ schema: Form }) form: Form,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    assertPerson(principal);
    this.sendPage(request, response, await this.run(form, principal, actor, request));
  }

  private async run(form: Form, principal: Principal, actor: Actor, request: Request): Promise<TelegramView> {
    const { id } = principal;
    if (!this.client.isEnabled) return { kind: 'unavailable' };
    const language = languageOf(request);
    switch (form.action) {
      case 'link':
        return { kind: 'code', code: await this.linking.createCode(id, language), botName: await this.findBotName() };
      case 'unlink':
        await this.linking.unlink(id, actor);
        return this.view(principal);
      case 'digest': {
        const time = DigestTime.safeParse(form.when === 'at' ? form.time : form.when);
        if (time.success) await this.linking.setDigest(id, time.data, language);
        const view = await this.view(principal);
        return view.kind === 'linked' ? { ...view, isSaved: time.success, hasWrongTime: !time.success } : view;
      }
    }
  }

  private async view({ id, role }: Principal): Promise<TelegramView> {
    if (!this.client.isEnabled) return { kind: 'unavailable' };
    const chat = await this.linking.findOne(id);
    if (chat?.chatId == null) return { kind: 'unlinked', wasBlocked: chat?.blockedAt != null };
    return {
      ...{ kind: 'linked', digestAt: chat.digestAt, isAdmin: role === 'admin' },
      ...{ isSaved: false, hasWrongTime: false },
    };
  }

  private async findBotName(): Promise<string | null> {
    try {
      return await this.client.findBotName(AbortSignal.timeout(BOT_NAME_TIMEOUT_MS));
    } catch (error) {
      if (error instanceof TelegramError) return null;
      throw error;
    }
  }

  private sendPage(request: Request, response: Response, view: TelegramView): void {
    const language = languageOf(request);
    const { lists, pages } = messagesIn(language);
    const zone = new RecordFormatter(language, this.config.businessTimeZone).zoneName;
    const body = h(TelegramPage, { messages: pages.telegram, path: lists.controls.path, language, view, zone });
    const status = view.kind === 'linked' && view.hasWrongTime ? 400 : 200;
    this.pages.send(request, response, { status, title: 'Telegram', body });
  }
}

/** @throws UserError 403 for an API token, which has no chat. */
function assertPerson({ kind }: Principal): void {
  if (kind !== 'session') throw new UserError('no_chat', 'A token has no Telegram chat', 403);
}
