import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionChanged, CollectionRequested } from './collection.events.js';
import { toCollectionDto, type CollectionDto, type CollectionState } from './collection.dto.js';
import type { CollectionRequest, CollectionsQuery } from './collection.schema.js';
import { CLI, AuditLogService } from '../auth/index.js';
import { Clock } from '../platform/config/index.js';
import { Database, isUniqueViolation, deleteBatch } from '../platform/database/index.js';
import type { RememberStart } from '../platform/idempotency/index.js';
import { DomainEvents } from '../platform/events/index.js';
import { UserError } from '../domain/index.js';
import { pageOf, type Page } from '../platform/http/index.js';

/** The actor and the trigger of a collection. */
export interface CollectionOrigin extends Pick<CollectionRun, 'trigger' | 'actor'> {
  /** The network address of the request. */
  readonly address?: string | null;
  /** The cron time it is started for, ISO 8601 UTC. */
  readonly scheduledFor?: string;
}

/** The id of a collection. With `created` false it is the one that was active already. */
export interface StartedCollection {
  readonly id: number;
  readonly created: boolean;
}

/** Requests and returns collections. The worker sends them to upstream and follows them. */
@Injectable()
export class CollectionService {
  constructor(
    private readonly database: Database,
    private readonly events: DomainEvents,
    private readonly audit: AuditLogService,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a request for the worker. Returns the active collection instead when there is one.
   * @param onStored writes what belongs to a new collection, in the same transaction.
   */
  async start(
    { thenSync }: CollectionRequest,
    origin: CollectionOrigin,
    onStored?: RememberStart,
  ): Promise<StartedCollection> {
    const started = await this.insert({ thenSync, ...origin }, onStored);
    if (started.created) {
      this.events.publish(CollectionRequested, { collectionId: started.id });
      this.events.publish(CollectionChanged, { collectionId: started.id });
    }
    return started;
  }

  /** Returns the state of data collection from one snapshot. */
  async findState(): Promise<CollectionState> {
    return this.database.read(async (tx) => {
      const active = await tx.findOneBy(CollectionRun, { active: 1 });
      const last = await tx.findOne(CollectionRun, { where: { active: IsNull() }, order: { id: 'DESC' } });
      const lastRequested = await tx.findOne(CollectionRun, {
        where: { status: Not('requesting'), requestedAt: Not(IsNull()) },
        order: { id: 'DESC' },
      });
      return {
        supported: lastRequested && lastRequested.status !== 'unsupported',
        activeRun: active && toCollectionDto(active),
        lastRun: last && toCollectionDto(last),
      };
    });
  }

  /**
   * Returns a collection.
   * @throws UserError 404 for an unknown id.
   */
  async findOne(id: number): Promise<CollectionDto> {
    return this.database.read(async (tx) => {
      const run = await tx.findOneBy(CollectionRun, { id });
      if (!run) throw new UserError('not_found', `There is no collection ${id}`, 404);
      return toCollectionDto(run);
    });
  }

  /** Returns a page of collections, the newest first. */
  async list({ status, page, perPage }: CollectionsQuery): Promise<Page<CollectionDto>> {
    return this.database.read(async (tx) => {
      const [runs, total] = await tx.findAndCount(CollectionRun, {
        where: status ? { status } : {},
        order: { id: 'DESC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      return pageOf(runs.map(toCollectionDto), { page, perPage }, total);
    });
  }

  /**
   * Deletes one batch of the collections that ended before an instant, ISO 8601 UTC. Keeps the `newest` ones.
   * @returns the number of deleted rows.
   */
  async purge(tx: EntityManager, before: string, newest: number): Promise<number> {
    const kept = await tx.find(CollectionRun, { select: { id: true }, order: { id: 'DESC' }, take: newest });
    return deleteBatch(tx, CollectionRun, (query) =>
      query.where('row.finished_at < :before AND row.id < :kept', { before, kept: kept.at(-1)?.id ?? 0 }),
    );
  }

  /**
   * Inserts a request unless a collection is active. Without a global write lock another process can insert one after the
   * check; the unique violation then leads to that one.
   */
  private async insert(
    { address = null, ...request }: CollectionOrigin & CollectionRequest,
    onStored?: RememberStart,
  ): Promise<StartedCollection> {
    try {
      return await this.database.write(async (tx) => {
        const active = await tx.findOneBy(CollectionRun, { active: 1 });
        if (active) return { id: active.id, created: false };
        const createdAt = this.clock.now().toISOString();
        const row = { ...request, status: 'requesting' as const, active: 1 as const, createdAt };
        const { identifiers } = await tx.insert(CollectionRun, row);
        const id = Number(identifiers[0]?.id);
        const name = request.trigger === 'cli' ? CLI.name : request.actor;
        if (name !== null) {
          await this.audit.record(tx, {
            by: { name, address },
            action: 'collection.start',
            target: { type: 'collection_run', id },
            after: { thenSync: request.thenSync },
          });
        }
        await onStored?.(tx, id);
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
