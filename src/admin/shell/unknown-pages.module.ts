import { Controller, Get, Module, UseFilters } from '@nestjs/common';
import { PageOrJsonFilter } from './page.filter.js';
import { ShellModule } from './shell.module.js';
import { Public } from '../../auth/index.js';
import { UserError } from '../../domain/index.js';
import { ApiExcludeController } from '../../platform/http/index.js';

@Controller('admin')
@Public()
@UseFilters(PageOrJsonFilter)
@ApiExcludeController()
class UnknownPagesController {
  @Get('*path')
  show(): never {
    throw new UserError('not_found', 'There is no such page', 404);
  }
}

/** Returns a 404 page for every address under `/admin` without a controller. A module imports it last, because the first matching route wins. */
@Module({ imports: [ShellModule], controllers: [UnknownPagesController] })
export class UnknownPagesModule {}
