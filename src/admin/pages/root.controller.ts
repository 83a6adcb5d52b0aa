import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../auth/index.js';

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
