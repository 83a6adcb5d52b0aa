import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ShellAssets } from './shell-assets.js';
import { Public } from '../../auth/index.js';
import { ApiExcludeController } from '../../platform/http/index.js';

/** Sends the style sheets of the shell. */
@Controller('admin/assets/shell')
@Public()
@ApiExcludeController()
export class ShellController {
  constructor(private readonly assets: ShellAssets) {}

  @Get(':name')
  sendAsset(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    this.assets.send(name, request, response);
  }
}
