import { Controller, Get, Redirect } from '@nestjs/common';
import { Public } from '../../auth/index.js';
import { ApiExcludeController } from '../../platform/http/index.js';

/** Redirects `/` to the panel. */
@Controller()
@Public()
@ApiExcludeController()
export class RootController {
  @Get()
  @Redirect('/admin')
  redirectToPanel(): undefined {
    return undefined;
  }
}
