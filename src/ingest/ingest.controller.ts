import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { LegacyBody, parseLegacyPush, parsePush } from './parse-push.js';
import { PushService, type Sender } from './push.service.js';
import { PushBody, ReceiptsQuery } from './push.schema.js';
import { LegacyReceiptDto, ReceiptDto, ReceiptPage } from './receipt.dto.js';
import { ReceiptsService } from './receipts.service.js';
import { type Actor, CurrentActor, CurrentPrincipal, type Principal, Roles } from '../auth/index.js';
import { Clock } from '../platform/config/index.js';
import {
  AlsoReturns,
  ApiOperation,
  ApiTags,
  Id,
  Problem,
  Returns,
  ReturnsProblem,
  TakesBody,
} from '../platform/http/index.js';

/** Takes pushes of collectors and returns their receipts. */
@ApiTags('ingest')
@Controller('api')
@Roles('collector')
export class IngestController {
  constructor(
    private readonly pushes: PushService,
    private readonly receipts: ReceiptsService,
    private readonly clock: Clock,
  ) {}

  @Post('v1/ingest')
  @HttpCode(200)
  @TakesBody(PushBody)
  @Returns(ReceiptDto, { description: 'All of it was applied' })
  @AlsoReturns(ReceiptDto, 207, 'Some of it was applied')
  @AlsoReturns(z.union([ReceiptDto, Problem]), 422, 'None of it was applied, or the batch id was sent with other rows')
  @ReturnsProblem(409, 'The same batch is being worked on')
  @ApiOperation({ summary: 'Push numbers of restaurants; the response is the receipt' })
  async push(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.pushes.assertEnabled();
    const receipt = await this.pushes.push(parsePush(body), senderOf(principal, actor));
    response.status(receipt.status);
    return receipt;
  }

  @Post('collector/save_stats')
  @HttpCode(200)
  @TakesBody(LegacyBody)
  @Returns(LegacyReceiptDto, { description: 'All of it was applied' })
  @AlsoReturns(LegacyReceiptDto, 207, 'Some of it was applied')
  @AlsoReturns(z.union([LegacyReceiptDto, Problem]), 422, 'None of it was applied')
  @ReturnsProblem(409, 'The same batch is being worked on')
  @ApiOperation({ summary: 'Push the numbers of one restaurant in the form of the old collector' })
  async saveStats(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.pushes.assertEnabled();
    const receipt = await this.pushes.push(parseLegacyPush(body, this.clock.now()), senderOf(principal, actor));
    response.status(receipt.status);
    return { success: receipt.status === 200, ...receipt };
  }

  @Get('v1/ingest/receipts')
  @ApiOperation({ summary: 'Receipts of your pushes, the newest first' })
  @Returns(ReceiptPage)
  list(@Query({ schema: ReceiptsQuery }) query: ReceiptsQuery, @CurrentPrincipal() principal: Principal) {
    return this.receipts.list(senderId(principal), query);
  }

  @Get('v1/ingest/receipts/:id')
  @ApiOperation({ summary: 'One receipt of your pushes' })
  @Returns(ReceiptDto)
  findOne(@Param('id', { schema: Id }) id: number, @CurrentPrincipal() principal: Principal) {
    return this.receipts.findOne(senderId(principal), id);
  }
}

function senderId({ kind, id }: Principal): string {
  return `${kind}:${id}`;
}

function senderOf(principal: Principal, { name }: Actor): Sender {
  return { id: senderId(principal), actor: name };
}
