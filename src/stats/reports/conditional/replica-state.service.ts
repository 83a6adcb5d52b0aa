import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClientReplica } from '../../store/client-replica.entity.js';
import { FirstCopyRepository } from '../../store/first-copy.repository.js';
import { PutAside } from '../attention/put-aside.entity.js';
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
  /** The digest of what reports read, and the version of the database's content that it was made from. */
  private held = { contentVersion: '', digest: '' };

  constructor(
    private readonly database: Database,
    private readonly freshness: FreshnessService,
    private readonly firstCopy: FirstCopyRepository,
  ) {}

  /**
   * Returns a text that differs whenever any report may differ: the clients and the revisions of their statistics, the business
   * day, what the time of day says about yesterday, what is put aside, and the version of the product. Reads one row a client and
   * no statistics, and neither while nobody has written to the database since the last call.
   */
  async read(): Promise<string> {
    const digest = await this.database.read(async (tx) => {
      const contentVersion = await this.database.readContentVersion(tx);
      if (contentVersion !== this.held.contentVersion) {
        this.held = { contentVersion, digest: await this.readDigest(tx) };
      }
      return this.held.digest;
    });
    return JSON.stringify([VERSION, this.freshness.findTerms(), digest]);
  }

  /** Depends on the content of the database only, and neither on the clock nor on settings. */
  private async readDigest(tx: EntityManager): Promise<string> {
    const clients: unknown[] = await tx
      .createQueryBuilder()
      .select(COLUMNS)
      .from(Client, 'client')
      .leftJoin(ClientReplica, 'replica', 'replica.client_id = client.id')
      .orderBy('client.id')
      .getRawMany();
    const putAside = await tx.find(PutAside, { order: { clientId: 'ASC' } });
    const content = JSON.stringify([await this.firstCopy.hasEnded(tx), putAside, clients]);
    return createHash('sha256').update(content).digest('base64url');
  }
}
