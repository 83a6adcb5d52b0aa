import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/caller.js';
import { ClientsService } from '../../clients/clients.service.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { Id, wholeNumber } from '../../http/validation.js';
import { METRICS } from '../../stats/metric-catalogue.js';
import { MAX_PERIOD_DAYS } from '../../stats/period.js';
import { ExactPreviewService, type DayChange, type ExactPreview } from '../../sync/exact-preview.service.js';
import { SyncService } from '../../sync/sync.service.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { counted, filled, type Language } from '../locales/words.js';
import { html, type Html } from '../pages/html.js';
import { Page } from '../pages/page.js';
import { Pages } from '../pages/pages.js';
import { Display } from '../panel/display.js';
import { problemWords, runActive } from './problem-words.js';

const CHOICES = [7, 30, 90, 365];
/** Days listed one by one; all are counted. */
const LISTED = 100;

const Days = wholeNumber(1, MAX_PERIOD_DAYS);
const LookQuery = z.object({ days: Days.optional() });
const CopyForm = z.object({ days: Days });

/** Copying one client exactly, with what it would change shown first. */
@Controller('admin/clients/:id/exact')
@Page('admin')
@ApiExcludeController()
export class ExactCopyController {
  constructor(
    private readonly clients: ClientsService,
    private readonly previews: ExactPreviewService,
    private readonly sync: SyncService,
    private readonly pages: Pages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async look(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: LookQuery }) { days }: z.output<typeof LookQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    await this.page(id, days, request, response);
  }

  @Post()
  async copy(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: CopyForm }) { days }: z.output<typeof CopyForm>,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const origin = { trigger: 'manual', actor: by.name, address: by.address } as const;
    const run = await this.sync.start({ clientIds: [id], daysBack: days, exact: true }, origin);
    if (run.created) response.redirect(303, `/admin/resources/runs/records/${run.id}/show`);
    else await this.page(id, days, request, response, runActive(run.id));
  }

  private async page(
    id: number,
    days: number | undefined,
    request: Request,
    response: Response,
    refusal: Error | null = null,
  ): Promise<void> {
    const language = languageOf(request);
    const words = wordsIn(language);
    const { exact, back } = words.pages.repair;
    const client = await this.clients.get(id);
    const preview =
      days === undefined ? null : await this.previews.preview({ clientId: id, daysBack: days }).catch(fault);
    const problem = refusal ?? (preview instanceof Error ? preview : null);
    const body = html`<section class="card">
      <h1>${exact.title}: ${client.name}</h1>
      <p>${exact.hint}</p>
      <form class="line" method="get" action="/admin/clients/${id}/exact">
        <label
          ><span>${exact.days}</span>
          <select name="days">
            ${CHOICES.map((choice) => html`<option ${choice === (days ?? 30) && html`selected`}>${choice}</option>`)}
          </select>
        </label>
        <button class="quiet">${exact.look}</button>
      </form>
      ${problem && html`<p class="error" role="alert" data-testid="problem">${problemWords(problem, words)}</p>`}
      ${preview && !(preview instanceof Error) && this.changes(preview, language, days ?? 0)}
      <p><a href="/admin?client=${id}">${back}</a></p>
    </section>`;
    const status = problem ? (refusal ? 409 : 503) : 200;
    this.pages.send(request, response, { status, title: exact.title, body, home: true, wide: true });
  }

  private changes({ client, counts, days, refused }: ExactPreview, language: Language, daysBack: number): Html {
    const { exact } = wordsIn(language).pages.repair;
    if (refused) return html`<p class="error" data-testid="refused">${exact.refused}</p>`;
    const display = new Display(language, this.config.businessTimeZone);
    const summary = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, display.count(count)]));
    const rows = days.slice(0, LISTED).map(
      (day) =>
        html`<tr data-date="${day.date}">
          <td>${display.day(day.date)}</td>
          <td>${exact.changes[day.change]}</td>
          <td>${differences(day, display).join('; ')}</td>
        </tr>`,
    );
    return html`<p data-testid="counts">${filled(exact.counts, summary)}</p>
      ${
        days.length === 0
          ? html`<p class="notice">${exact.same}</p>`
          : html`<div class="scroll">
                <table>
                  <thead>
                    <tr>
                      <th>${exact.day}</th>
                      <th>${exact.change}</th>
                      <th>${exact.values}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${rows}
                  </tbody>
                </table>
              </div>
              ${days.length > LISTED && html`<p>${counted(language, exact.more, days.length - LISTED)}</p>`}
              <form method="post" action="/admin/clients/${client.id}/exact">
                <input type="hidden" name="days" value="${daysBack}" />
                <button>${exact.submit}</button>
              </form>`
      }`;
  }
}

/** The metrics in which a day differs, as a person reads them. */
function differences({ held, upstream }: DayChange, display: Display): string[] {
  return METRICS.flatMap(({ name, platform, field, kind }) => {
    const valueOf = (day: DayChange['held']) =>
      (day?.[platform] as Record<string, number | null> | null | undefined)?.[field] ?? null;
    const [was, becomes] = [valueOf(held), valueOf(upstream)];
    if (was === becomes) return [];
    const shown = (value: number | null) =>
      kind === 'money' && value !== null ? display.rupiah(Math.round(value * 100)) : display.count(value);
    return [`${display.words.fields[name]}: ${shown(was)} → ${shown(becomes)}`];
  });
}

function fault(error: unknown): Error {
  if (error instanceof Error) return error;
  throw error;
}
