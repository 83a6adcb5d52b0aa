import { Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { PutAsideDto } from './attention.dto.js';
import { PutAsideInput } from './put-aside.schema.js';
import { PutAsideService } from './put-aside.service.js';
import { CurrentActor, Roles, type Actor } from '../../../auth/index.js';
import { ApiOperation, ApiTags, Id, Returns, ReturnsNothing } from '../../../platform/http/index.js';

@ApiTags('statistics')
@Controller('api/v1/clients/:id/put-aside')
@Roles('manager')
export class PutAsideController {
  constructor(private readonly putAside: PutAsideService) {}

  @Put()
  @ApiOperation({ summary: 'Put the attention entries of a client aside until a day, with a note' })
  @Returns(PutAsideDto)
  put(
    @Param('id', { schema: Id }) clientId: number,
    @Body({ schema: PutAsideInput }) input: PutAsideInput,
    @CurrentActor() by: Actor,
  ) {
    return this.putAside.put(clientId, input, by);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'List the attention entries of a client again' })
  @ReturnsNothing('The entries are listed again')
  takeBack(@Param('id', { schema: Id }) clientId: number, @CurrentActor() by: Actor): Promise<void> {
    return this.putAside.takeBack(clientId, by);
  }
}
