import { Controller, Get, HttpCode, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ClientFile, ImportPreviewDto } from './clients-import.dto.js';
import { ClientsImportService } from './clients-import.service.js';
import { decodeImportFile } from './parse-import-file.js';
import { CurrentActor, Roles, type Actor } from '../../auth/index.js';
import {
  ApiConsumes,
  ApiOperation,
  ApiTags,
  IMPORT_FILE_LIMITS,
  Returns,
  ReturnsProblem,
  ReturnsText,
  TakesBody,
} from '../../platform/http/index.js';
import { badInput } from '../../domain/index.js';

const ApplyQuery = z.strictObject({
  preview: z
    .string()
    .regex(/^[\da-f]{64}$/, 'must be the preview of this file')
    .meta({ description: 'The `preview` of the preview of this file.', examples: ['0f'.repeat(32)] }),
});
type ApplyQuery = z.output<typeof ApplyQuery>;

/** The file of a request, as `FileInterceptor` leaves it. */
type UploadRequest = Request & { readonly file?: { readonly buffer: Buffer } };

/** Imports clients from a file in two steps, and exports them as such a file. */
@ApiTags('clients')
@Controller('api/v1/clients')
@Roles('manager')
export class ClientsImportController {
  constructor(private readonly imports: ClientsImportService) {}

  @Get('export.csv')
  @ApiOperation({ summary: 'Clients that are not archived as CSV that can be edited and imported again' })
  @ReturnsText('text/csv', 'UTF-8 with a byte order mark, one client a line')
  async export(@Res() response: Response) {
    const csv = await this.imports.exportCsv();
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="delivery-stats_clients.csv"',
      'cache-control': 'no-store',
    });
    response.send(csv);
  }

  @Post('import/preview')
  @HttpCode(200)
  @Returns(ImportPreviewDto)
  @TakesBody(ClientFile)
  @ApiConsumes('text/csv', 'multipart/form-data')
  @UseInterceptors(FileInterceptor('file', { limits: IMPORT_FILE_LIMITS }))
  @ApiOperation({ summary: 'What an import of this file would create, change and reject; nothing is written' })
  preview(@Req() request: Request, @CurrentActor() by: Actor) {
    return this.imports.preview(readFile(request), by);
  }

  @Post('import/apply')
  @ReturnsProblem(409, 'The file or a client in it changed since the preview')
  @HttpCode(200)
  @Returns(ImportPreviewDto)
  @TakesBody(ClientFile)
  @ApiConsumes('text/csv', 'multipart/form-data')
  @UseInterceptors(FileInterceptor('file', { limits: IMPORT_FILE_LIMITS }))
  @ApiOperation({ summary: 'Import a file as it was previewed; 409 when the file or the clients changed since' })
  apply(@Query({ schema: ApplyQuery }) { preview }: ApplyQuery, @Req() request: Request, @CurrentActor() by: Actor) {
    return this.imports.apply(readFile(request), preview, by);
  }
}

/** Returns the text of the file. @throws UserError 400 without one, and for a file that is not UTF-8. */
function readFile(request: UploadRequest): string {
  const content: unknown = request.file?.buffer ?? request.body;
  if (content instanceof Uint8Array) return decodeImportFile(content, 'The file');
  throw badInput('file', 'send the file as text/csv, or as the field "file" of multipart/form-data');
}
