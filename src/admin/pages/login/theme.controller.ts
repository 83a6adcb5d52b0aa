import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Page } from '../../shell/page.js';
import { rememberTheme, THEMES } from '../../shell/theme.js';
import { OpenBeforeRenewal } from '../../../auth/index.js';
import { ApiExcludeController } from '../../../platform/http/index.js';

const ThemeForm = z.object({ theme: z.enum(THEMES) });

/** Stores the colours that a person chose on the account page. */
@Controller('admin/theme')
@Page('monitor')
@OpenBeforeRenewal()
@ApiExcludeController()
export class ThemeController {
  @Post()
  choose(
    @Body({ schema: ThemeForm }) { theme }: z.output<typeof ThemeForm>,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    rememberTheme(request, response, theme);
    response.redirect(303, '/admin/account');
  }
}
