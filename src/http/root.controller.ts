import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/access.js';

/** The bare address leads somewhere. */
@Controller()
@Public()
@ApiExcludeController()
export class RootController {
  @Get()
  @Redirect('/admin')
  root(): undefined {
    return undefined;
  }
}
