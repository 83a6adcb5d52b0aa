import { Controller, Get, Param } from '@nestjs/common';
import { UpstreamMatches } from './upstream-matches.dto.js';
import { UpstreamMatchesService } from './upstream-matches.service.js';
import { Roles } from '../../auth/index.js';
import { ApiOperation, ApiTags, Id, Returns } from '../../platform/http/index.js';

/** Lists restaurants of the upstream for one client. It is a controller of its own, because it calls the upstream. */
@ApiTags('clients')
@Controller('api/v1/clients/:id/upstream-matches')
@Roles('admin')
export class UpstreamMatchesController {
  constructor(private readonly matching: UpstreamMatchesService) {}

  @Get()
  @ApiOperation({ summary: 'Names that upstream lists and that look like this client’s upstream name' })
  @Returns(UpstreamMatches)
  list(@Param('id', { schema: Id }) id: number) {
    return this.matching.list(id);
  }
}
