import { Injectable } from '@nestjs/common';
import { ClientReplica } from '../../store/client-replica.entity.js';
import { PutAsideService } from '../attention/put-aside.service.js';
import { FreshnessService } from '../freshness/freshness.service.js';
import { Client } from '../../../clients/index.js';
import { VERSION } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';

/** What reports read of each client beside its daily stats, which change only together with the revision. */
const COLUMNS = [
  'client.id',
  'client.name',
  'client.status',
  'client.archived_at',
  'client.manager_id',
  'client.start_date',
  'client.monthly_target',
  'replica.revision',
  'replica.synced_at',
];

/** Identifies the state of the replica that reports follow. */
@Injectable()
export class ReplicaStateService {
  constructor(
    private readonly database: Database,
    private readonly freshness: FreshnessService,
    private readonly putAside: PutAsideService,
  ) {}

  /**
   * Returns a text that differs whenever any report may differ: the clients and the revisions of their statistics, the business
   * day, what the time of day says about yesterday, what is put aside, and the version of the product. Reads one row a client and
   * no statistics.
   */
  async read(): Promise<string> {
    return this.database.read(async (tx) => {
      const clients: unknown[] = await tx
        .createQueryBuilder()
        .select(COLUMNS)
        .from(Client, 'client')
        .leftJoin(ClientReplica, 'replica', 'replica.client_id = client.id')
        .orderBy('client.id')
        .getRawMany();
      return JSON.stringify([VERSION, await this.freshness.findTerms(tx), await this.putAside.list(tx), clients]);
    });
  }
}
