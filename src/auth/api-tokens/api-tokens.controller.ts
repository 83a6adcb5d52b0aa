import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { ApiTokenList, MadeToken, RevokedToken } from './api-token.dto.js';
import { ApiTokensService, NewToken } from './api-tokens.service.js';
import { Roles } from '../access/access.js';
import { assertPasswordConfirmed } from '../access/confirmation.js';
import { CurrentActor, CurrentPrincipal, type Principal } from '../access/principal.js';
import type { Actor } from '../audit/actor.js';
import { Clock } from '../../platform/config/index.js';
import { ApiOperation, ApiTags, Id, Returns } from '../../platform/http/index.js';

/** API tokens, for admins. A token can make no token: its thief would keep access after it is revoked. */
@ApiTags('tokens')
@Controller('api/v1/tokens')
@Roles('admin')
export class ApiTokensController {
  constructor(
    private readonly tokens: ApiTokensService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'API tokens without their secrets, the expired and revoked ones too' })
  @Returns(ApiTokenList)
  async list() {
    const items = await this.tokens.list();
    return { items, total: items.length };
  }

  @Post()
  @ApiOperation({ summary: 'Make an API token; only this response holds its secret. Needs a confirmed session' })
  @Returns(MadeToken, { status: 201 })
  create(
    @Body({ schema: NewToken }) input: z.output<typeof NewToken>,
    @CurrentPrincipal() principal: Principal,
    @CurrentActor() by: Actor,
  ) {
    assertPasswordConfirmed(principal, this.clock.now());
    return this.tokens.create(input, by);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an API token for good' })
  @Returns(RevokedToken)
  async revoke(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    await this.tokens.revoke(id, by);
    return { id, revoked: true as const };
  }
}
