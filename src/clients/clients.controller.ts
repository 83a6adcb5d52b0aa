import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access.js';
import type { Actor } from '../auth/actor.js';
import { CurrentActor } from '../auth/caller.js';
import { Id, pageOf } from '../http/validation.js';
import type { Client } from './client.entity.js';
import { ClientPatch, ClientsQuery, NewClient } from './client.schemas.js';
import { ClientsService } from './clients.service.js';

@ApiTags('clients')
@Controller('api/v1/clients')
@Roles('manager')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  @Get()
  @ApiOperation({ summary: 'Clients by name' })
  async list(@Query({ schema: ClientsQuery }) query: ClientsQuery) {
    const all = await this.clients.list(query);
    const first = (query.page - 1) * query.perPage;
    return pageOf(all.slice(first, first + query.perPage).map(shown), query, all.length);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One client' })
  async get(@Param('id', { schema: Id }) id: number) {
    return shown(await this.clients.get(id));
  }

  @Post()
  @ApiOperation({ summary: 'Add a client; its first sync follows by itself' })
  async create(@Body({ schema: NewClient }) input: NewClient, @CurrentActor() by: Actor) {
    return shown(await this.clients.create(input, by));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a client: absent fields stay, null clears' })
  async update(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ClientPatch }) patch: ClientPatch,
    @CurrentActor() by: Actor,
  ) {
    return shown(await this.clients.update(id, patch, by));
  }

  @Post(':id/archive')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a client out of lists and syncs; its statistics stay' })
  async archive(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return shown(await this.clients.archive(id, by));
  }

  @Post(':id/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Undo an archive' })
  async restore(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return shown(await this.clients.restore(id, by));
  }
}

/** A client as the API shows it. */
function shown({ syncRequestedAt: _, ...client }: Client) {
  return client;
}
