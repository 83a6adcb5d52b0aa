import { Body, Controller, Get, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CollectionPage, CollectionState } from './collection.dto.js';
import { CollectionRequest, CollectionsQuery } from './collection.schema.js';
import { CollectionService } from './collection.service.js';
import { Roles, type Actor, CurrentActor, CurrentPrincipal, type Principal } from '../auth/index.js';
import { AlsoReturns, ApiOperation, ApiTags, Returns, StartedDto } from '../platform/http/index.js';
import { IDEMPOTENCY_KEY, IdempotencyService, TakesIdempotencyKey } from '../platform/idempotency/index.js';

@ApiTags('collection')
@Controller('api/v1/collection')
@Roles('manager')
export class CollectionController {
  constructor(
    private readonly collection: CollectionService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Roles('admin')
  @HttpCode(202)
  @TakesIdempotencyKey()
  @Returns(StartedDto, { status: 202, description: 'A collection was started' })
  @AlsoReturns(StartedDto, 200, 'One was active: its id, `created: false`')
  @ApiOperation({ summary: 'Ask upstream to collect; with `thenSync`, copy the days it rewrites when it is over' })
  async start(
    @Body({ schema: CollectionRequest }) request: CollectionRequest,
    @CurrentActor() by: Actor,
    @CurrentPrincipal() { kind, id }: Principal,
    @Headers(IDEMPOTENCY_KEY) key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const started = await this.idempotency.run(
      { key, caller: `${kind}:${id}`, operation: 'POST /collection', input: request },
      (remember) =>
        this.collection.start(request, { trigger: 'manual', actor: by.name, address: by.address }, remember),
    );
    if (!started.created) response.status(200);
    return started;
  }

  @Get('status')
  @ApiOperation({ summary: 'The active collection and the last one' })
  @Returns(CollectionState)
  status() {
    return this.collection.findState();
  }

  @Get('runs')
  @ApiOperation({ summary: 'Collections, the newest first' })
  @Returns(CollectionPage)
  runs(@Query({ schema: CollectionsQuery }) query: CollectionsQuery) {
    return this.collection.list(query);
  }
}
