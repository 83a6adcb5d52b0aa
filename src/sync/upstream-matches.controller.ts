import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access.js';
import { Id } from '../http/validation.js';
import { UpstreamMatchesService } from './upstream-matches.service.js';

/** Of a client, but upstream is asked, which the clients themselves know nothing of. */
@ApiTags('clients')
@Controller('api/v1/clients/:id/upstream-matches')
@Roles('admin')
export class UpstreamMatchesController {
  constructor(private readonly matching: UpstreamMatchesService) {}

  @Get()
  @ApiOperation({ summary: 'Names that upstream lists and that look like this client’s upstream name' })
  matches(@Param('id', { schema: Id }) id: number) {
    return this.matching.matches(id);
  }
}
