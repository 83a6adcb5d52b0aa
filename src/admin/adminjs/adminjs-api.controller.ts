import { Controller, Get, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { NoFilesInterceptor } from '@nestjs/platform-express';
import type { ActionResponse } from 'adminjs';
import type { Request, Response } from 'express';
import { AdminjsService } from './adminjs.service.js';
import { parseFormFields, parseListQuery, parseRecordIds, parseSearchText } from './adminjs-request.js';
import type { ActionCall } from './application/adminjs-actions.js';
import type { DashboardRequest } from './application/adminjs-options.js';
import { toViewer } from './viewer.js';
import {
  type Actor,
  assertPasswordConfirmed,
  CurrentActor,
  CurrentPrincipal,
  type Principal,
  Roles,
} from '../../auth/index.js';
import { Clock } from '../../platform/config/index.js';
import { ApiExcludeController, MULTIPART_LIMITS } from '../../platform/http/index.js';
import { UserError } from '../../domain/index.js';

/** The actions that a GET may call. AdminJS itself would run every action on a GET, even one that another site's page sends. */
const READ_ACTIONS: ReadonlySet<string> = new Set(['list', 'show', 'search', 'edit', 'totals', 'panels']);

/** Serves the API that AdminJS's pages call. Each action checks the role of its caller by itself. */
@Controller('admin/api')
@Roles('manager')
@ApiExcludeController()
export class AdminjsApiController {
  constructor(
    private readonly adminjs: AdminjsService,
    private readonly clock: Clock,
  ) {}

  /** Returns the data of the dashboard, for the query of its address. */
  @Get('dashboard')
  async readDashboard(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const application = await this.adminjs.load();
    const { searchParams } = new URL(request.originalUrl, 'http://panel');
    const call: DashboardRequest = { query: searchParams };
    return application.apiFor(toViewer(principal, request)).dashboard(call, response);
  }

  @Get([
    'resources/:resourceId/actions/:action',
    'resources/:resourceId/actions/:action/:query',
    'resources/:resourceId/records/:recordId/:action',
    'resources/:resourceId/bulk/:action',
  ])
  read(
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (!READ_ACTIONS.has(String(request.params.action))) {
      throw new UserError('not_found', 'Send this as a POST', 404);
    }
    return this.runAction(principal, actor, request, response);
  }

  @Post([
    'resources/:resourceId/actions/:action',
    'resources/:resourceId/records/:recordId/:action',
    'resources/:resourceId/bulk/:action',
  ])
  @HttpCode(200)
  @UseInterceptors(NoFilesInterceptor({ limits: MULTIPART_LIMITS }))
  write(
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.runAction(principal, actor, request, response);
  }

  /** Hands AdminJS what was parsed and nothing else, and sends its response with the status of a refusal, if it is one. */
  private async runAction(
    principal: Principal,
    actor: Actor,
    request: Request,
    response: Response,
  ): Promise<ActionResponse> {
    const application = await this.adminjs.load();
    const { resourceId = '', action: name = '', recordId, query: searched } = textParameters(request);
    const target = recordId !== undefined ? 'record' : request.path.includes('/bulk/') ? 'bulk' : 'resource';
    const action = application.findAction(resourceId, name, target);
    if (!action) throw new UserError('not_found', 'There is no such action', 404);
    const viewer = toViewer(principal, request);
    action.assertAccessible(viewer);
    const isWrite = request.method === 'POST';
    if (isWrite && action.table.needsConfirmation) assertPasswordConfirmed(principal, this.clock.now());
    const call = {
      method: isWrite ? 'post' : 'get',
      ...(isWrite && { payload: parseFormFields(action.table, request.body) }),
    } as const;
    const params = { resourceId, action: name };
    const api = application.apiFor(viewer);
    const outcome: ActionCall = { actor, refusedWith: null };
    const send = (result: ActionResponse): ActionResponse => {
      if (outcome.refusedWith !== null) response.status(outcome.refusedWith);
      return result;
    };
    if (target === 'record') {
      const [record] = await action.findRecords([recordId ?? ''], viewer);
      action.assertAccessible(viewer, record);
      return send(await api.recordAction({ ...call, params: { ...params, recordId } }, outcome));
    }
    if (target === 'bulk') {
      const query = parseRecordIds(request.query);
      await action.findRecords(query.recordIds.split(','), viewer);
      return send(await api.bulkAction({ ...call, query, params }, outcome));
    }
    const query = parseListQuery(action.table, request.query);
    const search = searched === undefined ? {} : { query: parseSearchText(searched) };
    return send(await api.resourceAction({ ...call, query, params: { ...params, ...search } }, outcome));
  }
}

/** Returns the parameters of a path without wildcards, each of which is one text. */
function textParameters({ params }: Request): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
