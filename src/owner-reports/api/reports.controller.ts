import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { createReportText } from '../document/report-text.js';
import { createReportWorkbook } from '../document/report-workbook.js';
import { ReportLinksService } from '../links/report-links.service.js';
import { NewLinkDto, OwnerReport, ReportLinkList, SavedComment, type ReportSubject } from '../owner-report.dto.js';
import { OwnerReportsService } from '../owner-reports.service.js';
import { CommentInput, NewReportLink, ReportQuery, toPeriod } from '../report.schema.js';
import { CurrentActor, Roles, type Actor } from '../../auth/index.js';
import {
  AlsoReturns,
  ApiOperation,
  ApiProduces,
  ApiTags,
  Id,
  Returns,
  ReturnsNothing,
  ReturnsProblem,
  publicOrigin,
} from '../../platform/http/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { XLSX_TYPE } from '../../platform/xlsx/index.js';

/** The reports for owners: of one client, and of all clients of an owner together. */
@ApiTags('reports')
@Controller('api/v1')
@Roles('manager')
export class ReportsController {
  constructor(
    private readonly reports: OwnerReportsService,
    private readonly links: ReportLinksService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  @Get('clients/:id/report')
  @ApiOperation({ summary: 'Report of a month or period of a client for its owner, as JSON, text or XLSX' })
  @ApiProduces('application/json', 'text/plain', XLSX_TYPE)
  @AlsoReturns(OwnerReport, 200, 'The report, in the format that was asked for')
  findOfClient(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ReportQuery }) query: ReportQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.send({ kind: 'client', id }, query, response);
  }

  @Get('owners/:id/report')
  @ApiOperation({ summary: 'The same report of all clients of an owner together' })
  @ApiProduces('application/json', 'text/plain', XLSX_TYPE)
  @AlsoReturns(OwnerReport, 200, 'The report, in the format that was asked for')
  @ReturnsProblem(409, 'The owner has no clients')
  findOfOwner(
    @Param('id', { schema: Id }) id: number,
    @Query({ schema: ReportQuery }) query: ReportQuery,
    @Res() response: Response,
  ): Promise<void> {
    return this.send({ kind: 'owner', id }, query, response);
  }

  @Put('clients/:id/report-comment')
  @ApiOperation({ summary: 'Write what the report of a client says about a period; an empty text deletes it' })
  @Returns(SavedComment)
  commentOnClient(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: CommentInput }) input: CommentInput,
    @CurrentActor() by: Actor,
  ) {
    return this.reports.comment({ kind: 'client', id }, { period: toPeriod(input), text: input.text, by });
  }

  @Put('owners/:id/report-comment')
  @ApiOperation({ summary: 'Write what the report of an owner says about a period; an empty text deletes it' })
  @Returns(SavedComment)
  commentOnOwner(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: CommentInput }) input: CommentInput,
    @CurrentActor() by: Actor,
  ) {
    return this.reports.comment({ kind: 'owner', id }, { period: toPeriod(input), text: input.text, by });
  }

  @Get('clients/:id/report-links')
  @ApiOperation({ summary: 'Links to reports of a client, newest first' })
  @Returns(ReportLinkList)
  async listOfClient(@Param('id', { schema: Id }) id: number) {
    return { items: await this.links.list({ kind: 'client', id }) };
  }

  @Get('owners/:id/report-links')
  @ApiOperation({ summary: 'Links to reports of an owner, newest first' })
  @Returns(ReportLinkList)
  async listOfOwner(@Param('id', { schema: Id }) id: number) {
    return { items: await this.links.list({ kind: 'owner', id }) };
  }

  @Post('clients/:id/report-links')
  @ApiOperation({ summary: 'Make a link by which a report of a client opens without a login' })
  @Returns(NewLinkDto, { status: 201 })
  @ReturnsProblem(409, 'There are 100 working links, or the owner has no clients')
  linkClient(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: NewReportLink }) input: NewReportLink,
    @CurrentActor() by: Actor,
    @Req() request: Request,
  ) {
    return this.link({ kind: 'client', id }, input, by, request);
  }

  @Post('owners/:id/report-links')
  @ApiOperation({ summary: 'Make a link by which a report of an owner opens without a login' })
  @Returns(NewLinkDto, { status: 201 })
  @ReturnsProblem(409, 'There are 100 working links, or the owner has no clients')
  linkOwner(
    @Param('id', { schema: Id }) id: number,
    @Body({ schema: NewReportLink }) input: NewReportLink,
    @CurrentActor() by: Actor,
    @Req() request: Request,
  ) {
    return this.link({ kind: 'owner', id }, input, by, request);
  }

  @Delete('report-links/:id')
  @ReturnsNothing('The link works no more')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a link to a report' })
  revoke(@Param('id', { schema: Id }) id: number, @CurrentActor() by: Actor): Promise<void> {
    return this.links.revoke(id, by);
  }

  private async send(subject: ReportSubject, query: ReportQuery, response: Response): Promise<void> {
    const report = await this.reports.find(subject, toPeriod(query), query.lang);
    switch (query.format) {
      case 'json':
        response.json(report);
        return;
      case 'text':
        response.type('text/plain').send(createReportText(report));
        return;
      case 'xlsx': {
        const { from, to } = report.requested;
        const filename = `report_${subject.kind}-${subject.id}_${from}_${to}_${report.language}.xlsx`;
        response.set({ 'content-type': XLSX_TYPE, 'content-disposition': `attachment; filename="${filename}"` });
        await pipeline(createReportWorkbook(report) satisfies Readable, response);
      }
    }
  }

  private async link(subject: ReportSubject, input: NewReportLink, by: Actor, request: Request) {
    const language = input.lang ?? (await this.reports.findSubject(subject)).language;
    const target = { period: toPeriod(input), language, expiresInDays: input.expiresInDays };
    const { id, token, expiresAt } = await this.links.create(subject, target, by);
    return { id, url: `${publicOrigin(request, this.config)}/r/${token}`, expiresAt };
  }
}
