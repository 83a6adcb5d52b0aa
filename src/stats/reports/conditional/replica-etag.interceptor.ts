import { Injectable } from '@nestjs/common';
import { ReportsService } from '../reports.service.js';
import { ConditionalGetInterceptor } from '../../../platform/http/index.js';

/** Makes a report a conditional read that follows the state of the replica. */
@Injectable()
export class ReplicaEtagInterceptor extends ConditionalGetInterceptor {
  constructor(private readonly reports: ReportsService) {
    super();
  }

  protected override readState(): Promise<string> {
    return this.reports.readState();
  }
}
