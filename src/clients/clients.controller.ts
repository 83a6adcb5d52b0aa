import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { AssignedClients, ClientDto, ClientListDto, toClientDto } from './client.dto.js';
import { ClientPatch, ClientsAssignment, ClientsQuery, NewClient } from './client.schema.js';
import { ClientsService } from './clients.service.js';
import { Roles, type Actor, CurrentActor } from '../auth/index.js';
import { ApiOperation, ApiTags, Id, pageOf, Returns, ReturnsProblem } from '../platform/http/index.js';

@ApiTags('clients')
@Controller('api/v1/clients')
@Roles('manager')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  @Get()
  @ApiOperation({ summary: 'Clients by name' })
  @Returns(ClientListDto)
  async list(@Query({ schema: ClientsQuery }) query: ClientsQuery) {
    const all = await this.clients.list(query);
    const offset = (query.page - 1) * query.perPage;
    return pageOf(all.slice(offset, offset + query.perPage).map(toClientDto), query, all.length);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One client' })
  @Returns(ClientDto)
  async findOne(@Param('id', { schema: Id }) id: number) {
    return toClientDto(await this.clients.findOne(id));
  }

  @Post()
  @ApiOperation({ summary: 'Add a client; its first sync follows by itself' })
  @Returns(ClientDto, { status: 201 })
  async create(@Body({ schema: NewClient }) input: NewClient, @CurrentActor() by: Actor) {
    return toClientDto(await this.clients.create(input, by));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a client: absent fields stay, null clears' })
  @Returns(ClientDto)
  async update(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: ClientPatch }) patch: ClientPatch,
    @CurrentActor() by: Actor,
  ) {
    return toClientDto(await this.clients.update(id, patch, by));
  }

  @Post('assign')
  @Returns(AssignedClients)
  @ReturnsProblem(404, 'A client does not exist; nothing is changed')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give several clients the same manager, status or both, in one transaction' })
  async assign(@Body({ schema: ClientsAssignment }) input: ClientsAssignment, @CurrentActor() by: Actor) {
    return { assigned: await this.clients.assign(input, by) };
  }

  @Post(':id/archive')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a client out of lists and syncs; its statistics stay' })
  @Returns(ClientDto)
  async archive(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return toClientDto(await this.clients.archive(id, by));
  }

  @Post(':id/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Undo an archive' })
  @Returns(ClientDto)
  async restore(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor) {
    return toClientDto(await this.clients.restore(id, by));
  }
}
