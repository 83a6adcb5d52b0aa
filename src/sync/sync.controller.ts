import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Roles } from '../auth/access.js';
import type { Actor } from '../auth/actor.js';
import { CurrentActor } from '../auth/caller.js';
import { Id } from '../http/validation.js';
import { SyncStatusService } from './sync-status.service.js';
import { ExactPreviewService } from './exact-preview.service.js';
import { IncompleteQuery, ItemsQuery, PreviewRequest, RunRequest, RunsQuery } from './sync.schemas.js';
import { RunsService } from './runs.service.js';
import { SyncService } from './sync.service.js';

@ApiTags('sync')
@Controller('api/v1/sync')
@Roles('manager')
export class SyncController {
  constructor(
    private readonly sync: SyncService,
    private readonly stored: RunsService,
    private readonly statuses: SyncStatusService,
    private readonly previews: ExactPreviewService,
  ) {}

  @Post()
  @Roles('admin')
  @HttpCode(202)
  @ApiOkResponse({ description: 'One was active: its id, `created: false`' })
  @ApiOperation({ summary: 'Start a run; while one is active its id is answered instead' })
  async start(
    @Body({ schema: RunRequest }) request: RunRequest,
    @CurrentActor() by: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    const started = await this.sync.start(request, { trigger: 'manual', actor: by.name, address: by.address });
    if (!started.created) response.status(200);
    return started;
  }

  @Get('status')
  @Roles('monitor')
  @ApiOperation({ summary: 'Where the copying stands, and what the replica holds' })
  status() {
    return this.statuses.status();
  }

  @Get('incomplete')
  @ApiOperation({ summary: 'Restaurants whose latest copying failed or refused rows, whichever run that was, and why' })
  incomplete(@Query({ schema: IncompleteQuery }) query: IncompleteQuery) {
    return this.statuses.incomplete(query);
  }

  @Post('incomplete/retry')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'A new run of every restaurant that is not copied, whichever run left it so' })
  retryIncomplete(@CurrentActor() by: Actor) {
    return this.sync.retryIncomplete(by);
  }

  @Get('runs')
  @ApiOperation({ summary: 'Runs, the newest first' })
  runs(@Query({ schema: RunsQuery }) query: RunsQuery) {
    return this.stored.runs(query);
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'One run with its progress and counts' })
  run(@Param('id', { schema: Id }) id: number) {
    return this.stored.run(id);
  }

  @Get('runs/:id/items')
  @ApiOperation({ summary: 'The restaurants of a run: how each one ended, and why' })
  items(@Param('id', { schema: Id }) id: number, @Query({ schema: ItemsQuery }) query: ItemsQuery) {
    return this.stored.items(id, query);
  }

  @Post('runs/:id/cancel')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'End the active run now' })
  cancel(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return this.sync.cancel(id, by);
  }

  @Post('runs/:id/retry')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'A new run of every restaurant of a finished run that is not done' })
  retry(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return this.sync.retry(id, by);
  }

  @Post('preview')
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'What copying one client exactly would change; reads upstream, writes nothing' })
  preview(@Body({ schema: PreviewRequest }) request: PreviewRequest) {
    return this.previews.preview(request);
  }

  @Post('runs/:id/items/:itemId/accept-empty')
  @Roles('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'Take a suspicious empty answer for the truth: copies that window again, exactly' })
  acceptEmpty(
    @Param('id', { schema: Id }) id: number,
    @Param('itemId', { schema: Id }) itemId: number,
    @CurrentActor() by: Actor,
  ) {
    return this.sync.acceptEmpty(itemId, by, id);
  }
}
