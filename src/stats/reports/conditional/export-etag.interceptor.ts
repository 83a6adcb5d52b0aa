import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ReplicaEtagInterceptor } from './replica-etag.interceptor.js';
import { ReportsService } from '../reports.service.js';
import { ClientNotesService } from '../../../clients/index.js';

/** As {@link ReplicaEtagInterceptor}, for a handler that streams a file to the response by itself. The file has notes too. */
@Injectable()
export class ExportEtagInterceptor extends ReplicaEtagInterceptor {
  constructor(
    reports: ReportsService,
    private readonly notes: ClientNotesService,
  ) {
    super(reports);
  }

  protected override async readState(): Promise<string> {
    return (await super.readState()) + (await this.notes.readState());
  }

  protected override endNotModified(response: Response): void {
    response.status(304).end();
  }
}
