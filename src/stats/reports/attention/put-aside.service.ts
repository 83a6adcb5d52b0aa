import { Inject, Injectable } from '@nestjs/common';
import { MoreThan, type EntityManager } from 'typeorm';
import { PutAside } from './put-aside.entity.js';
import type { PutAsideInput } from './put-aside.schema.js';
import { AuditLogService, type Actor } from '../../../auth/index.js';
import { ClientsService } from '../../../clients/index.js';
import { addDays, badInput, dayAt, type Day } from '../../../domain/index.js';
import { Clock, CONFIG, type Config } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';

/** The longest time for which entries can be put aside, in days. */
const MAX_DAYS_ASIDE = 366;

/** Puts the attention entries of a client aside until a day. Every change is recorded in the audit log. */
@Injectable()
export class PutAsideService {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  /** Returns the clients whose entries are put aside today. */
  list(tx: EntityManager): Promise<PutAside[]> {
    return tx.find(PutAside, { where: { until: MoreThan(this.today()) }, order: { clientId: 'ASC' } });
  }

  /**
   * Puts a client's entries aside, in place of an earlier choice.
   * @throws UserError 404 for an unknown client; 400 for a day that is not after today or too far away.
   */
  async put(clientId: number, { until, note }: PutAsideInput, by: Actor): Promise<PutAside> {
    const today = this.today();
    if (until <= today) throw badInput('until', 'must be a day after today');
    if (until > addDays(today, MAX_DAYS_ASIDE)) throw badInput('until', `may be at most ${MAX_DAYS_ASIDE} days away`);
    const createdAt = this.clock.now().toISOString();
    return this.database.write(async (tx) => {
      await this.clients.findOneWith(tx, clientId);
      await tx.delete(PutAside, { clientId });
      const after = { clientId, until, note, author: by.name, createdAt };
      await tx.insert(PutAside, after);
      const target = { type: 'client', id: clientId } as const;
      await this.audit.record(tx, { by, action: 'attention.put_aside', target, after: { until, note } });
      return after;
    });
  }

  /** Lists the entries of a client again. Idempotent. @throws UserError 404 for an unknown client. */
  async takeBack(clientId: number, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      await this.clients.findOneWith(tx, clientId);
      const held = await tx.findOneBy(PutAside, { clientId });
      if (!held) return;
      await tx.delete(PutAside, { clientId });
      const { until, note } = held;
      const target = { type: 'client', id: clientId } as const;
      await this.audit.record(tx, { by, action: 'attention.take_back', target, before: { until, note } });
    });
  }

  private today(): Day {
    return dayAt(this.clock.now(), this.config.businessTimeZone);
  }
}
