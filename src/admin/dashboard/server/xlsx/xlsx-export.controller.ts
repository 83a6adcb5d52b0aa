import { pipeline } from 'node:stream/promises';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { createAboutSheet } from './about-sheet.js';
import { createDaysSheet } from './days-sheet.js';
import { fileTextsIn } from './file-texts.js';
import { createListSheet } from './list-sheet.js';
import { languageOf } from '../../../i18n/language.js';
import { LANGUAGES } from '../../../i18n/messages.js';
import { CurrentPrincipal, Roles, type Principal } from '../../../../auth/index.js';
import { Clock, CONFIG, type Config } from '../../../../platform/config/index.js';
import { ApiOperation, ApiTags, ReturnsProblem, ReturnsText } from '../../../../platform/http/index.js';
import { createWorkbook, MAX_SHEET_ROWS, XLSX_TYPE } from '../../../../platform/xlsx/index.js';
import { ExportQuery, ReportsService, type ExportRows } from '../../../../stats/index.js';
import { badInput, countDays } from '../../../../domain/index.js';

/** `lang` is the language of the headings; without it the one that the reader chose or whose browser prefers. */
const XlsxQuery = ExportQuery.extend({
  lang: z.enum(LANGUAGES).optional().describe('The language of the headings; without it that of the reader.'),
});
type XlsxQuery = z.output<typeof XlsxQuery>;

/** Serves what is on the dashboard as a workbook, with the columns in the language of the reader. */
@ApiTags('statistics')
@Controller('api/v1/stats')
@Roles('manager')
export class XlsxExportController {
  constructor(
    private readonly reports: ReportsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('export.xlsx')
  @ApiOperation({ summary: 'The ranked list, or every day of every listed client, as an Excel workbook for people' })
  @ReturnsText(XLSX_TYPE, 'The workbook: one sheet of numbers and one about them')
  @ReturnsProblem(429, 'Two exports of this caller are running')
  download(
    @Query({ schema: XlsxQuery }) { lang, ...query }: XlsxQuery,
    @CurrentPrincipal() { kind, id }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.reports.runExport(`${kind}:${id}`, async () => {
      const rows = await this.reports.readExport(query);
      if (query.view === 'days') assertFitsSheet(rows);
      const language = lang ?? languageOf(request);
      const texts = fileTextsIn(language, this.config.businessTimeZone);
      const sheet = query.view === 'list' ? createListSheet(rows, texts) : createDaysSheet(rows, query.platform, texts);
      const about = createAboutSheet(rows.list, query, this.clock.now(), texts);
      response.set({
        'content-type': XLSX_TYPE,
        'content-disposition': `attachment; filename="delivery-stats_${query.view}_${query.from}_${query.to}.xlsx"`,
        'cache-control': 'no-store',
      });
      await pipeline(createWorkbook([sheet, about], language === 'ru' ? 'dd.mm.yyyy' : 'd mmm yyyy'), response);
    });
  }
}

/** @throws UserError 400 when the days of all listed clients are more than a sheet can hold. */
function assertFitsSheet({ list }: ExportRows): void {
  const rows = list.clients.length * countDays(list.period) + 1;
  if (rows <= MAX_SHEET_ROWS) return;
  throw badInput(
    'from',
    `the file would have ${rows} rows and Excel holds ${MAX_SHEET_ROWS}; ask for fewer days, or for the CSV`,
  );
}
