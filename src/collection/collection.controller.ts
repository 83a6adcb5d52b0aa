import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Roles } from '../auth/access.js';
import type { Actor } from '../auth/actor.js';
import { CurrentActor } from '../auth/caller.js';
import { CollectionRequest, CollectionsQuery } from './collection.schemas.js';
import { CollectionService } from './collection.service.js';

@ApiTags('collection')
@Controller('api/v1/collection')
@Roles('manager')
export class CollectionController {
  constructor(private readonly collection: CollectionService) {}

  @Post()
  @Roles('admin')
  @HttpCode(202)
  @ApiOkResponse({ description: 'One was active: its id, `created: false`' })
  @ApiOperation({ summary: 'Ask upstream to collect; with `thenSync`, copy the days it rewrites when it is over' })
  async start(
    @Body({ schema: CollectionRequest }) request: CollectionRequest,
    @CurrentActor() by: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    const started = await this.collection.start(request, { trigger: 'manual', actor: by.name, address: by.address });
    if (!started.created) response.status(200);
    return started;
  }

  @Get('status')
  @ApiOperation({ summary: 'The active collection and the last one' })
  status() {
    return this.collection.state();
  }

  @Get('runs')
  @ApiOperation({ summary: 'Collections, the newest first' })
  runs(@Query({ schema: CollectionsQuery }) query: CollectionsQuery) {
    return this.collection.runs(query);
  }
}
