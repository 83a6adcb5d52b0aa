import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/access.js';
import { DOCS_PATH } from './docs.js';

/** The bare address leads somewhere. */
@Controller()
@Public()
@ApiExcludeController()
export class RootController {
  @Get()
  @Redirect(DOCS_PATH)
  root(): undefined {
    return undefined;
  }
}
