import { Injectable } from '@nestjs/common';
import type { ItemLease } from './item-lease.repository.js';
import { SyncItem } from '../runs/sync-item.entity.js';
import { Database } from '../../platform/database/index.js';
import { addDays, maxDay, minDay, type Period } from '../../domain/index.js';

/** A batch of more days would be tens of megabytes, and for fewer restaurants single calls are as fast. */
const MAX_DAYS = 7;
const MIN_RESTAURANTS = 8;

/**
 * Decides which runs are worth a batch call: many restaurants with few days each. An exact copy is never made from a batch, which
 * does not say how many rows it has: a day that is missing would be deleted.
 */
@Injectable()
export class BatchWindowsService {
  private latest: { readonly runId: number; readonly window: Period | null } | null = null;

  constructor(private readonly database: Database) {}

  /** Returns the window of a batch that covers the item; null when it has to be asked alone. */
  async find({ runId, exact, window }: ItemLease): Promise<Period | null> {
    if (exact || addDays(window.from, MAX_DAYS - 1) < window.to) return null;
    if (this.latest?.runId !== runId) this.latest = { runId, window: await this.read(runId) };
    return this.latest.window;
  }

  private async read(runId: number): Promise<Period | null> {
    const items = await this.database.read((tx) =>
      tx.find(SyncItem, { select: { id: true, windowFrom: true, windowTo: true }, where: { runId } }),
    );
    if (items.length < MIN_RESTAURANTS) return null;
    const to = items.map(({ windowTo }) => windowTo).reduce(maxDay);
    const short = items.filter(({ windowFrom }) => windowFrom >= addDays(to, 1 - MAX_DAYS));
    if (short.length < MIN_RESTAURANTS) return null;
    return { from: short.map(({ windowFrom }) => windowFrom).reduce(minDay), to };
  }
}
