import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor, CurrentCaller, type Caller } from '../../auth/caller.js';
import { mayActAs } from '../../auth/roles.js';
import { Clock, CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { DayInput } from '../../stats/day-input.js';
import { yesterdayAt } from '../../stats/day.js';
import { GapsService, type ClientGaps } from '../../stats/gaps.service.js';
import { daysEnding, type Period } from '../../stats/period.js';
import { SyncService } from '../../sync/sync.service.js';
import { languageOf, wordsIn } from '../locales/language.js';
import type { Language } from '../locales/words.js';
import { html, type Html } from '../pages/html.js';
import { Page } from '../pages/page.js';
import { Pages } from '../pages/pages.js';
import { Display } from '../panel/display.js';
import { problemWords, runActive } from './problem-words.js';

/** The same in every language. */
const PLATFORM_NAMES = { grab: 'Grab', gojek: 'GoJek' } as const;

/** Looked at when no period is named. */
const DAYS = 30;

const PeriodQuery = z.object({ from: DayInput.optional(), to: DayInput.optional() });
const PeriodForm = z.object({ from: DayInput, to: DayInput });

/** Which restaurants miss which days; an admin has them read again with one click. */
@Controller('admin/gaps')
@Page('manager')
@ApiExcludeController()
export class GapsController {
  constructor(
    private readonly gaps: GapsService,
    private readonly sync: SyncService,
    private readonly pages: Pages,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async look(
    @Query({ schema: PeriodQuery }) { from, to }: z.output<typeof PeriodQuery>,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const end = to ?? yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    await this.page({ from: from ?? daysEnding(end, DAYS).from, to: end }, caller, request, response);
  }

  @Post()
  @Page('admin')
  async heal(
    @Body({ schema: PeriodForm }) period: z.output<typeof PeriodForm>,
    @CurrentCaller() caller: Caller,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { heal } = await this.gaps.gaps(period);
    if (!heal) {
      await this.page(period, caller, request, response);
      return;
    }
    const origin = { trigger: 'manual', actor: by.name, address: by.address } as const;
    const run = await this.sync.start({ ...heal, clientIds: [...heal.clientIds] }, origin);
    if (run.created) response.redirect(303, `/admin/resources/runs/records/${run.id}/show`);
    else await this.page(period, caller, request, response, runActive(run.id));
  }

  private async page(
    { from, to }: Period,
    caller: Caller,
    request: Request,
    response: Response,
    refusal: Error | null = null,
  ): Promise<void> {
    const language = languageOf(request);
    const words = wordsIn(language);
    const { gaps } = words.pages.repair;
    const { clients } = await this.gaps.gaps({ from, to });
    const heal = mayActAs(caller.role, 'admin')
      ? html`<form method="post" action="/admin/gaps">
          <input type="hidden" name="from" value="${from}" />
          <input type="hidden" name="to" value="${to}" />
          <button data-testid="heal">${gaps.heal}</button>
        </form>`
      : html`<p>${gaps.askAdmin}</p>`;
    const body = html`<section class="card">
      <h1>${gaps.title}</h1>
      <form class="line" method="get" action="/admin/gaps">
        <label><span>${gaps.from}</span> <input type="date" name="from" value="${from}" required /></label>
        <label><span>${gaps.to}</span> <input type="date" name="to" value="${to}" required /></label>
        <button class="quiet">${gaps.show}</button>
      </form>
      ${refusal && html`<p class="error" role="alert" data-testid="problem">${problemWords(refusal, words)}</p>`}
      ${clients.length === 0 ? html`<p class="notice">${gaps.none}</p>` : html`${heal} ${this.table(clients, language)}`}
    </section>`;
    const status = refusal ? 409 : 200;
    this.pages.send(request, response, { status, title: gaps.title, body, home: true, wide: true });
  }

  private table(clients: readonly ClientGaps[], language: Language): Html {
    const { gaps: words } = wordsIn(language).pages.repair;
    const display = new Display(language, this.config.businessTimeZone);
    const rows = clients.map(
      ({ id, name, missing, gaps }) =>
        html`<tr data-client-id="${id}">
          <td><a href="/admin?client=${id}">${name}</a></td>
          <td>${display.count(missing)}</td>
          <td>
            ${gaps
              .map(
                ({ from, to, platforms }) =>
                  `${display.period(from, to)} (${platforms.map((platform) => PLATFORM_NAMES[platform]).join(', ')})`,
              )
              .join('; ')}
          </td>
        </tr>`,
    );
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th>${words.client}</th>
            <th>${words.missing}</th>
            <th>${words.which}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
  }
}
