import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ReplicaMeta } from '../../platform/database/index.js';

const KEY = 'first_copy_ended_at';

/** Remembers that a run over all clients has ended once. Before that, missing days say nothing about the clients. */
@Injectable()
export class FirstCopyRepository {
  async hasEnded(tx: EntityManager): Promise<boolean> {
    return tx.existsBy(ReplicaMeta, { key: KEY });
  }

  /** Marks the first copy as ended; keeps an earlier mark. @param at ISO 8601 UTC. */
  async markEnded(tx: EntityManager, at: string): Promise<void> {
    await tx.createQueryBuilder().insert().into(ReplicaMeta).values({ key: KEY, value: at }).orIgnore().execute();
  }
}
