import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { AssignForm, AssignQuery } from './assign-form.js';
import { AssignPage } from './assign-page.js';
import { languageOf, messagesIn } from '../../i18n/language.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { Page } from '../../shell/page.js';
import { PageRendererService } from '../../shell/page-renderer.service.js';
import { CLIENT_MANAGER_ROLES, CurrentActor, UsersService, type Actor } from '../../../auth/index.js';
import { ClientsService } from '../../../clients/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';
import { UserError } from '../../../domain/index.js';

/** Gives several restaurants a manager or a status. The list of restaurants leads here with those that are selected. */
@Controller('admin/clients/assign')
@Page('manager')
@ApiExcludeController()
export class AssignController {
  constructor(
    private readonly clients: ClientsService,
    private readonly users: UsersService,
    private readonly pages: PageRendererService,
  ) {}

  @Get()
  show(
    @Query({ schema: AssignQuery }) selection: AssignQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.send(selection, null, request, response);
  }

  @Post()
  async submit(
    @Body({ schema: AssignForm }) { manager, status, ...selection }: AssignForm,
    @CurrentActor() by: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const change = {
      ...(manager !== 'keep' && { managerId: manager === 'none' ? null : manager }),
      ...(status !== 'keep' && { status }),
    };
    let count = 0;
    if (Object.keys(change).length > 0) {
      try {
        count = await this.clients.assign({ clientIds: selection.ids, ...change }, by);
      } catch (error) {
        if (!(error instanceof UserError) || error.status === 404) throw error;
        const message = error.details[0]?.message ?? error.message;
        await this.send(selection, translateValidationMessage(languageOf(request), message), request, response);
        return;
      }
    }
    response.redirect(303, listAddress(selection, count));
  }

  private async send(
    selection: AssignQuery,
    problem: string | null,
    request: Request,
    response: Response,
  ): Promise<void> {
    const language = languageOf(request);
    const messages = messagesIn(language);
    const selected = await Promise.all([...new Set(selection.ids)].map((id) => this.clients.findOne(id)));
    const managers = (await this.users.list()).filter(
      ({ role, disabledAt }) => disabledAt === null && CLIENT_MANAGER_ROLES.includes(role),
    );
    const { list } = selection;
    const body = h(AssignPage, { language, messages, selected, managers, list, back: listAddress(selection), problem });
    const status = problem === null ? 200 : 400;
    this.pages.send(request, response, { status, title: messages.pages.assign.title, body });
  }
}

/** Returns the address of the list as it was when the page was opened; the list says that `changed` restaurants were changed. */
function listAddress({ list }: AssignQuery, changed?: number): string {
  const query = new URLSearchParams(list);
  if (changed !== undefined) query.set('changed', String(changed));
  return `/admin/resources/clients${query.size > 0 ? `?${query.toString()}` : ''}`;
}
