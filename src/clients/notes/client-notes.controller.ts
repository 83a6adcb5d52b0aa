import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { NewNote, NotePatch, NotesQuery } from './client-note.schema.js';
import { ClientNoteDto, ClientNotePage } from './client-note.dto.js';
import { ClientNotesService } from './client-notes.service.js';
import { CurrentActor, Roles, type Actor } from '../../auth/index.js';
import {
  ApiOperation,
  ApiTags,
  Id,
  pageOf,
  Returns,
  ReturnsNothing,
  ReturnsProblem,
} from '../../platform/http/index.js';

@ApiTags('clients')
@Controller('api/v1')
@Roles('manager')
export class ClientNotesController {
  constructor(private readonly notes: ClientNotesService) {}

  @Get('clients/:id/notes')
  @ApiOperation({ summary: 'Notes of a client with their days, newest day first' })
  @Returns(ClientNotePage)
  async list(@Param('id', { schema: Id }) clientId: number, @Query({ schema: NotesQuery }) query: NotesQuery) {
    const { page, perPage, from, to } = query;
    const { notes, total } = await this.notes.list(clientId, {
      from,
      to,
      limit: perPage,
      offset: (page - 1) * perPage,
    });
    return pageOf(notes, query, total);
  }

  @Post('clients/:id/notes')
  @ApiOperation({ summary: 'Add a note to a day of a client' })
  @Returns(ClientNoteDto, { status: 201 })
  @ReturnsProblem(409, 'The client has as many notes as it may have')
  create(
    @Param('id', { schema: Id }) clientId: number,
    @Body({ schema: NewNote }) input: NewNote,
    @CurrentActor() by: Actor,
  ) {
    return this.notes.create(clientId, input, by);
  }

  @Patch('notes/:id')
  @ApiOperation({ summary: 'Change a note: absent fields stay' })
  @Returns(ClientNoteDto)
  update(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: NotePatch }) patch: NotePatch,
    @CurrentActor() by: Actor,
  ) {
    return this.notes.update(id, patch, by);
  }

  @Delete('notes/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a note' })
  @ReturnsNothing('The note is deleted')
  delete(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor): Promise<void> {
    return this.notes.delete(id, by);
  }
}
