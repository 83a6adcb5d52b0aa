import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/caller.js';
import { ClientPatch } from '../../clients/client.schemas.js';
import { ClientsService } from '../../clients/clients.service.js';
import { Id } from '../../http/validation.js';
import { UpstreamMatchesService, type UpstreamMatches } from '../../sync/upstream-matches.service.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { filled, type Words } from '../locales/words.js';
import { html, type Html } from '../pages/html.js';
import { Page } from '../pages/page.js';
import { Pages } from '../pages/pages.js';
import { problemWords } from './problem-words.js';

const NameForm = z.object({ name: ClientPatch.shape.upstreamName.unwrap() });

/** Finding a client's name at the source: suggestions, of which a person takes one. */
@Controller('admin/clients/:id/source')
@Page('admin')
@ApiExcludeController()
export class UpstreamNameController {
  constructor(
    private readonly clients: ClientsService,
    private readonly matching: UpstreamMatchesService,
    private readonly pages: Pages,
  ) {}

  @Get()
  async look(@Param('id', { schema: Id }) id: number, @Req() request: Request, @Res() response: Response) {
    const words = wordsIn(languageOf(request));
    const { source, back } = words.pages.repair;
    const client = await this.clients.get(id);
    const found = await this.matching.matches(id).catch((error: unknown) => problemWords(error, words));
    const body = html`<section class="card">
      <h1>${source.title}: ${client.name}</h1>
      <p>${filled(source.current, { name: client.upstreamName })}</p>
      ${
        typeof found === 'string'
          ? html`<p class="error" role="alert" data-testid="problem">${found}</p>`
          : suggestions(found, words)
      }
      <p><a href="/admin/resources/clients/records/${id}/edit">${source.edit}</a></p>
      <p><a href="/admin?client=${id}">${back}</a></p>
    </section>`;
    const status = typeof found === 'string' ? 503 : 200;
    this.pages.send(request, response, { status, title: source.title, body, home: true, wide: true });
  }

  @Post()
  async take(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: NameForm }) { name }: z.output<typeof NameForm>,
    @CurrentActor() by: Actor,
    @Res() response: Response,
  ) {
    await this.clients.update(id, { upstreamName: name }, by);
    response.redirect(303, `/admin/resources/clients/records/${id}/show`);
  }
}

function suggestions({ client, known, listed, items }: UpstreamMatches, { pages }: Words): Html {
  const words = pages.repair.source;
  if (listed === null) return html`<p>${words.unlisted}</p>`;
  const rows = items.map(
    ({ name, takenBy }) =>
      html`<tr>
        <td>${name}</td>
        <td>
          ${
            takenBy
              ? filled(words.taken, { name: takenBy.name })
              : html`<form method="post" action="/admin/clients/${client.id}/source">
                  <input type="hidden" name="name" value="${name}" />
                  <button class="quiet">${words.use}</button>
                </form>`
          }
        </td>
      </tr>`,
  );
  return html`<p>${known ? words.known : words.unknown}</p>
    ${
      items.length === 0
        ? html`<p>${words.none}</p>`
        : html`<p>${words.hint}</p>
            <div class="scroll">
              <table>
                <tbody>
                  ${rows}
                </tbody>
              </table>
            </div>`
    }`;
}
