import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { NewOwner, OwnerPatch, OwnersQuery } from './owner.schema.js';
import { OwnerDto, OwnerPage } from './owner.dto.js';
import { OwnersService } from './owners.service.js';
import { CurrentActor, Roles, type Actor } from '../../auth/index.js';
import { ApiOperation, ApiTags, Id, pageOf, Returns } from '../../platform/http/index.js';

@ApiTags('owners')
@Controller('api/v1/owners')
@Roles('manager')
export class OwnersController {
  constructor(private readonly owners: OwnersService) {}

  @Get()
  @ApiOperation({ summary: 'Owners by name, each with their clients' })
  @Returns(OwnerPage)
  async list(@Query({ schema: OwnersQuery }) query: OwnersQuery) {
    const all = await this.owners.list(query);
    const offset = (query.page - 1) * query.perPage;
    return pageOf(all.slice(offset, offset + query.perPage), query, all.length);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One owner with their clients' })
  @Returns(OwnerDto)
  findOne(@Param('id', { schema: Id }) id: number) {
    return this.owners.findOne(id);
  }

  @Post()
  @ApiOperation({ summary: 'Add an owner; a client names its owner in `ownerId`' })
  @Returns(OwnerDto, { status: 201 })
  create(@Body({ schema: NewOwner }) input: NewOwner, @CurrentActor() by: Actor) {
    return this.owners.create(input, by);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change an owner: absent fields stay, null clears' })
  @Returns(OwnerDto)
  update(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: OwnerPatch }) patch: OwnerPatch,
    @CurrentActor() by: Actor,
  ) {
    return this.owners.update(id, patch, by);
  }
}
