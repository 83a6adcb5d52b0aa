import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ClientNotesService, ClientsService } from '../../../clients/index.js';
import { parseId } from '../../../domain/index.js';
import { ConditionalGetInterceptor } from '../../../platform/http/index.js';
import { ReportsService } from '../../../stats/index.js';
import { SyncStatusService } from '../../../sync/index.js';

/** Makes the dashboard's page of a client a conditional read: it follows the replica, the client's card, its notes and its last sync item. */
@Injectable()
export class ClientEtagInterceptor extends ConditionalGetInterceptor {
  constructor(
    private readonly reports: ReportsService,
    private readonly clients: ClientsService,
    private readonly notes: ClientNotesService,
    private readonly syncStatus: SyncStatusService,
  ) {
    super();
  }

  /** @throws UserError 404 for an unknown client. */
  protected override async readState(request: Request): Promise<string> {
    const id = parseId(String(request.params.id));
    if (id === null) return '';
    const client = await this.clients.findOne(id);
    const facts = [client, await this.notes.readState(id), await this.syncStatus.findLastItem(id)];
    return JSON.stringify(facts) + (await this.reports.readState());
  }
}
