import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { CLI } from '../auth/actor.js';
import { AuditLog } from '../auth/audit-log.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { deleteSome } from '../database/delete-some.js';
import { UserError } from '../errors.js';
import { pageOf, type Page } from '../http/validation.js';
import { SyncSignals } from '../sync/sync-signals.js';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionSignals } from './collection-signals.js';
import { viewCollection, type CollectionView } from './collection-view.js';
import type { CollectionRequest, CollectionsQuery } from './collection.schemas.js';

/** Who asked for a collection and why. */
export interface CollectionOrigin extends Pick<CollectionRun, 'trigger' | 'actor'> {
  /** Where the request came from. */
  readonly address?: string | null;
  /** The cron tick it answers, ISO 8601 UTC. */
  readonly scheduledFor?: string;
}

/** `created` false: one was active already, and `id` is that one's. */
export interface StartedCollection {
  readonly id: number;
  readonly created: boolean;
}

/** Where collecting stands. */
export interface CollectionState {
  /** Whether upstream can be asked to collect; null until it was asked once. */
  readonly supported: boolean | null;
  readonly activeRun: CollectionView | null;
  /** The last one that is over. */
  readonly lastRun: CollectionView | null;
}

/** Requests and shows collections. The worker sends them to upstream and watches them. */
@Injectable()
export class CollectionService {
  constructor(
    private readonly database: Database,
    private readonly signals: CollectionSignals,
    private readonly sync: SyncSignals,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Writes the request down; the worker takes it from there. While one is active its id is answered instead. */
  async start({ thenSync }: CollectionRequest, origin: CollectionOrigin): Promise<StartedCollection> {
    const started = await this.insert({ thenSync, ...origin });
    if (started.created) {
      this.signals.requested.next();
      this.sync.changed.next();
    }
    return started;
  }

  async state(): Promise<CollectionState> {
    return this.database.read(async (tx) => {
      const active = await tx.findOneBy(CollectionRun, { active: 1 });
      const last = await tx.findOne(CollectionRun, { where: { active: IsNull() }, order: { id: 'DESC' } });
      const answered = await tx.findOne(CollectionRun, {
        where: { status: Not('requesting'), requestedAt: Not(IsNull()) },
        order: { id: 'DESC' },
      });
      return {
        supported: answered && answered.status !== 'unsupported',
        activeRun: active && viewCollection(active),
        lastRun: last && viewCollection(last),
      };
    });
  }

  /** @throws UserError 404 */
  async run(id: number): Promise<CollectionView> {
    return this.database.read(async (tx) => {
      const run = await tx.findOneBy(CollectionRun, { id });
      if (!run) throw new UserError('not_found', `There is no collection ${id}`, 404);
      return viewCollection(run);
    });
  }

  /** Collections, the newest first. */
  async runs({ status, page, perPage }: CollectionsQuery): Promise<Page<CollectionView>> {
    return this.database.read(async (tx) => {
      const [runs, total] = await tx.findAndCount(CollectionRun, {
        where: status ? { status } : {},
        order: { id: 'DESC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      return pageOf(runs.map(viewCollection), { page, perPage }, total);
    });
  }

  /** Removes some of the collections that were over before an instant, ISO 8601 UTC, but the `newest`. Answers how many. */
  async forget(tx: EntityManager, before: string, newest: number): Promise<number> {
    const kept = await tx.find(CollectionRun, { select: { id: true }, order: { id: 'DESC' }, take: newest });
    return deleteSome(tx, CollectionRun, (query) =>
      query.where('row.finished_at < :before AND row.id < :kept', { before, kept: kept.at(-1)?.id ?? 0 }),
    );
  }

  /** Another process may take the slot between the look and the insert where writers do not wait for each other. */
  private async insert({
    address = null,
    ...wanted
  }: CollectionOrigin & CollectionRequest): Promise<StartedCollection> {
    try {
      return await this.database.write(async (tx) => {
        const active = await tx.findOneBy(CollectionRun, { active: 1 });
        if (active) return { id: active.id, created: false };
        const createdAt = this.clock.now().toISOString();
        const row = { ...wanted, status: 'requesting' as const, active: 1 as const, createdAt };
        const { identifiers } = await tx.insert(CollectionRun, row);
        const id = Number(identifiers[0]?.id);
        const name = wanted.trigger === 'cli' ? CLI.name : wanted.actor;
        if (name !== null) {
          await this.audit.record(tx, {
            by: { name, address },
            action: 'collection.start',
            target: { type: 'collection_run', id },
            after: { thenSync: wanted.thenSync },
          });
        }
        return { id, created: true };
      });
    } catch (error) {
      const active = isUniqueViolation(error)
        ? await this.database.read((tx) => tx.findOneBy(CollectionRun, { active: 1 }))
        : null;
      if (!active) throw error;
      return { id: active.id, created: false };
    }
  }
}
