import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { UnknownRestaurant } from './unknown-restaurant.entity.js';
import { Client } from '../clients/index.js';
import { Clock } from '../platform/config/index.js';
import { Database, deleteBatch } from '../platform/database/index.js';

/** The newest names that are kept. Who pushes invented names fills no disk. */
const MAX_KEPT = 1_000;

/** A name that a push held and no client has. */
export interface PushedName {
  readonly name: string;
  readonly rows: number;
}

/** The names of pushes that belong to no client. */
@Injectable()
export class UnknownRestaurantsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Stores names that no client has, inside the transaction of the push. */
  async remember(tx: EntityManager, names: readonly PushedName[], actor: string): Promise<void> {
    if (names.length === 0) return;
    const now = this.clock.now().toISOString();
    const known = await tx.findBy(UnknownRestaurant, { name: In(names.map(({ name }) => name)) });
    const firstPushedAt = new Map(known.map((entry) => [entry.name, entry.firstPushedAt]));
    const entries = names.map(({ name, rows }) => {
      return { name, actor, rows, firstPushedAt: firstPushedAt.get(name) ?? now, lastPushedAt: now };
    });
    await tx.upsert(UnknownRestaurant, entries, ['name']);
    const surplus = await tx.find(UnknownRestaurant, {
      select: { id: true },
      order: { lastPushedAt: 'DESC', id: 'DESC' },
      skip: MAX_KEPT,
      take: names.length,
    });
    if (surplus.length > 0) await tx.delete(UnknownRestaurant, { id: In(surplus.map(({ id }) => id)) });
  }

  /** Returns the names that still no client has, the newest first. */
  list(limit: number): Promise<UnknownRestaurant[]> {
    return this.database.read((tx) =>
      tx
        .createQueryBuilder(UnknownRestaurant, 'unknown')
        .leftJoin(Client, 'client', 'client.upstream_name = unknown.name')
        .where('client.id IS NULL')
        .orderBy('unknown.lastPushedAt', 'DESC')
        .addOrderBy('unknown.id', 'DESC')
        .limit(limit)
        .getMany(),
    );
  }

  /** Deletes a batch of the names that nobody pushed since an instant, ISO 8601 UTC. Returns the number of deleted rows. */
  purge(tx: EntityManager, before: string): Promise<number> {
    return deleteBatch(tx, UnknownRestaurant, (query) => query.where('row.last_pushed_at < :before', { before }));
  }
}
