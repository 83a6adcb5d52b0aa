import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ExactPreview } from './exact-preview.dto.js';
import { SyncStatus } from './sync-status.dto.js';
import { SyncStatusService } from './sync-status.service.js';
import { ExactPreviewService } from './exact-preview.service.js';
import { IncompleteQuery, ItemsQuery, PreviewRequest, RunRequest, RunsQuery } from './sync.schema.js';
import { IncompletePage, ItemPage } from '../runs/item.dto.js';
import { RunDto, RunPage } from '../runs/run.dto.js';
import { RunsService } from '../runs/runs.service.js';
import { SyncService } from '../planning/sync.service.js';
import { Roles, type Actor, CurrentActor, CurrentPrincipal, type Principal } from '../../auth/index.js';
import {
  IDEMPOTENCY_KEY,
  IdempotencyService,
  TakesIdempotencyKey,
  type RememberStart,
} from '../../platform/idempotency/index.js';
import {
  AlsoReturns,
  ApiOperation,
  ApiTags,
  Id,
  Returns,
  ReturnsProblem,
  StartedDto,
} from '../../platform/http/index.js';

@ApiTags('sync')
@Controller('api/v1/sync')
@Roles('manager')
export class SyncController {
  constructor(
    private readonly sync: SyncService,
    private readonly runsService: RunsService,
    private readonly statuses: SyncStatusService,
    private readonly previews: ExactPreviewService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Roles('admin')
  @HttpCode(202)
  @TakesIdempotencyKey()
  @Returns(StartedDto, { status: 202, description: 'A run was started' })
  @AlsoReturns(StartedDto, 200, 'One was active: its id, `created: false`')
  @ReturnsProblem(409, 'Nothing is copied from a statistics server: its numbers are pushed')
  @ApiOperation({ summary: 'Start a run; while one is active, its id is returned instead' })
  async start(
    @Body({ schema: RunRequest }) request: RunRequest,
    @CurrentActor() by: Actor,
    @CurrentPrincipal() principal: Principal,
    @Headers(IDEMPOTENCY_KEY) key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const started = await this.startOnce({ key, principal, operation: 'POST /sync', input: request }, (remember) =>
      this.sync.start(request, { trigger: 'manual', actor: by.name, address: by.address }, remember),
    );
    if (!started.created) response.status(200);
    return started;
  }

  @Get('status')
  @Roles('monitor')
  @ApiOperation({ summary: 'Where the copying stands, and what the replica holds' })
  @Returns(SyncStatus)
  status() {
    return this.statuses.read();
  }

  @Get('incomplete')
  @ApiOperation({ summary: 'Restaurants whose latest copy failed or has rejected rows, in any run, and why' })
  @Returns(IncompletePage)
  incomplete(@Query({ schema: IncompleteQuery }) query: IncompleteQuery) {
    return this.statuses.incomplete(query);
  }

  @Post('incomplete/retry')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'A new run of every restaurant that is not copied, whichever run left it so' })
  @Returns(StartedDto, { status: 202, description: 'A run was started' })
  @TakesIdempotencyKey()
  @ReturnsProblem(409, 'No restaurant is left to be copied, or a run is active')
  retryIncomplete(
    @CurrentActor() by: Actor,
    @CurrentPrincipal() principal: Principal,
    @Headers(IDEMPOTENCY_KEY) key: string | undefined,
  ) {
    return this.startOnce({ key, principal, operation: 'POST /sync/incomplete/retry' }, (remember) =>
      this.sync.retryIncomplete(by, remember),
    );
  }

  @Get('runs')
  @ApiOperation({ summary: 'Runs, the newest first' })
  @Returns(RunPage)
  runs(@Query({ schema: RunsQuery }) query: RunsQuery) {
    return this.runsService.list(query);
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'One run with its progress and counts' })
  @Returns(RunDto)
  run(@Param('id', { schema: Id }) id: number) {
    return this.runsService.findOne(id);
  }

  @Get('runs/:id/items')
  @ApiOperation({ summary: 'The restaurants of a run: how each one ended, and why' })
  @Returns(ItemPage)
  items(@Param('id', { schema: Id }) id: number, @Query({ schema: ItemsQuery }) query: ItemsQuery) {
    return this.runsService.listItems(id, query);
  }

  @Post('runs/:id/cancel')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'End the active run now' })
  @Returns(RunDto, { status: 202, description: 'The run, which has ended' })
  @ReturnsProblem(409, 'The run has ended already')
  cancel(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return this.sync.cancel(id, by);
  }

  @Post('runs/:id/retry')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'A new run of every restaurant of a finished run that is not done' })
  @Returns(StartedDto, { status: 202, description: 'A run was started' })
  @TakesIdempotencyKey()
  @ReturnsProblem(409, 'Every item of the run is done, or a run is active')
  retry(
    @Param('id', { schema: Id }) id: number,
    @CurrentActor() by: Actor,
    @CurrentPrincipal() principal: Principal,
    @Headers(IDEMPOTENCY_KEY) key: string | undefined,
  ) {
    return this.startOnce({ key, principal, operation: `POST /sync/runs/${id}/retry` }, (remember) =>
      this.sync.retry(id, by, remember),
    );
  }

  @Post('preview')
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'What copying one client exactly would change; reads upstream, writes nothing' })
  @Returns(ExactPreview)
  preview(@Body({ schema: PreviewRequest }) request: PreviewRequest) {
    return this.previews.preview(request);
  }

  @Post('runs/:id/items/:itemId/accept-empty')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'Accept a suspicious empty response: copies that window again, exactly' })
  @Returns(StartedDto, { status: 202, description: 'A run was started' })
  @TakesIdempotencyKey()
  @ReturnsProblem(409, 'The item is no suspicious empty response, or a run is active')
  acceptEmpty(
    @Param('id', { schema: Id }) id: number,
    @Param('itemId', { schema: Id }) itemId: number,
    @CurrentActor() by: Actor,
    @CurrentPrincipal() principal: Principal,
    @Headers(IDEMPOTENCY_KEY) key: string | undefined,
  ) {
    return this.startOnce(
      { key, principal, operation: `POST /sync/runs/${id}/items/${itemId}/accept-empty` },
      (remember) => this.sync.acceptEmpty(itemId, by, id, remember),
    );
  }

  /** Starts something once for each key of a caller. */
  private startOnce(
    { key, principal, operation, input = {} }: KeyedStart,
    start: (remember?: RememberStart) => Promise<StartedDto>,
  ): Promise<StartedDto> {
    return this.idempotency.run({ key, caller: `${principal.kind}:${principal.id}`, operation, input }, start);
  }
}

/** A request that starts something, with its key. */
interface KeyedStart {
  readonly key: string | undefined;
  readonly principal: Principal;
  readonly operation: string;
  readonly input?: object;
}
