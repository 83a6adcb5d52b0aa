import { setImmediate as nextEventLoopTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClientPrefixSums } from './client-prefix-sums.js';
import { PlatformActivity } from './platform-activity.js';
import { ClientReplica } from '../store/client-replica.entity.js';
import { readRevisionStamp } from '../store/revision-stamp.js';
import { ALL_DAYS } from '../store/stat-statements.js';
import { StatRepository } from '../store/stat.repository.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database, type UnitOfWork } from '../../platform/database/index.js';
import type { BackgroundService } from '../../platform/scheduling/index.js';
import { addDays, dayAt, USUAL_REPORTING, type Day } from '../../domain/index.js';

/** Clients that one unit of work loads, so that other requests run in between: about 10 ms for a year of each, or for the recent days. */
const CLIENTS_PER_LOAD = { wholeHistory: 20, recentDays: 80 };

/**
 * The days before today that are loaded first: those of a month through yesterday, of the month that it is compared with, five whole weeks
 * earlier, and of the week before, which decides who is expected.
 */
const RECENT_DAYS = 31 + 5 * 7 + USUAL_REPORTING.days;

/** Before every day. */
const WHOLE_HISTORY = ALL_DAYS.from;

const EMPTY = new ClientPrefixSums([]);

interface ClientRevision {
  readonly clientId: number;
  readonly revision: number;
}

interface CacheEntry {
  /** The revision of the client's replica that the prefix sums were made from. */
  readonly revision: number;
  /** The first day that the prefix sums may have; earlier ones are not loaded. */
  readonly since: Day;
  readonly prefixSums: ClientPrefixSums;
}

/**
 * The prefix sums of every client, in memory. Each use compares the revisions with those in SQL and loads the clients that
 * changed, whichever process wrote them. So the cache never disagrees with the replica. At start the recent days of all clients
 * are loaded first: with many clients their whole histories take seconds, and most readers ask for the last month.
 */
@Injectable()
export class PrefixSumsCache implements BackgroundService {
  readonly role = 'web';
  private readonly entries = new Map<number, CacheEntry>();
  private readonly activity = new PlatformActivity();
  /** The {@link readRevisionStamp} of the replica when all entries were last up to date, and since which day. */
  private upToDate = { stamp: '', since: ALL_DAYS.to };
  /** The loading in progress, by its first day. */
  private readonly warming = new Map<Day, Promise<void>>();
  /** The last unit of work. Units run one after the other, because entries must belong to the snapshot that is read. */
  private queueTail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly stats: StatRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Runs `work` on one snapshot of the replica, with the prefix sums of exactly that snapshot. A client without daily stats
   * has empty prefix sums. Loads changed clients first.
   * @param since the first day that `work` looks at; all days without it. A later day may spare the reader a wait after a start.
   */
  async read<T>(
    work: (
      tx: EntityManager,
      prefixSumsOf: (clientId: number) => ClientPrefixSums,
      activity: PlatformActivity,
    ) => Promise<T>,
    since: Day = WHOLE_HISTORY,
  ): Promise<T> {
    const loaded = since < this.firstRecentDay() ? WHOLE_HISTORY : this.firstRecentDay();
    await this.warm(loaded);
    return this.runExclusively(async (tx) => {
      await this.load(tx, await this.listStale(tx, loaded), loaded);
      return work(tx, (clientId) => this.entries.get(clientId)?.prefixSums ?? EMPTY, this.activity);
    });
  }

  /** Fills the cache, the recent days first, so that the first reader does not wait for it. */
  async start(): Promise<void> {
    await this.warmRecentDays();
    await this.warm();
  }

  /** Loads the recent days of all changed clients. See {@link warm}. */
  warmRecentDays(): Promise<void> {
    return this.warm(this.firstRecentDay());
  }

  /**
   * Loads all changed clients, in several small units of work; calls at the same time share them.
   * @param since the first day that is needed: the first recent day, or all days without it.
   */
  warm(since: Day = WHOLE_HISTORY): Promise<void> {
    let warming = this.warming.get(since);
    if (!warming) {
      warming = this.loadAll(since).finally(() => this.warming.delete(since));
      this.warming.set(since, warming);
    }
    return warming;
  }

  private async loadAll(since: Day): Promise<void> {
    const clientsPerLoad = CLIENTS_PER_LOAD[since === WHOLE_HISTORY ? 'wholeHistory' : 'recentDays'];
    for (;;) {
      const stale = await this.runExclusively((tx) => this.listStale(tx, since));
      if (stale.length === 0) return;
      for (let at = 0; at < stale.length; at += clientsPerLoad) {
        await this.runExclusively((tx) => this.load(tx, stale.slice(at, at + clientsPerLoad), since));
        await nextEventLoopTurn();
      }
    }
  }

  private firstRecentDay(): Day {
    return addDays(dayAt(this.clock.now(), this.config.businessTimeZone), -RECENT_DAYS);
  }

  private runExclusively<T>(work: UnitOfWork<T>): Promise<T> {
    const result = this.queueTail.then(() => this.database.read(work));
    this.queueTail = result.catch(() => undefined);
    return result;
  }

  /** Returns the clients whose entry is missing, out of date or begins after `since`. */
  private async listStale(tx: EntityManager, since: Day): Promise<number[]> {
    const stamp = await readRevisionStamp(tx);
    if (stamp === this.upToDate.stamp && this.upToDate.since <= since) return [];
    const revisions = await this.listRevisions(tx);
    const stale = revisions.filter((client) => this.isStale(client, since)).map(({ clientId }) => clientId);
    if (stale.length === 0) this.upToDate = { stamp, since };
    return stale;
  }

  /** Loads those of the clients that are stale, each at least since the day that its entry had. */
  private async load(tx: EntityManager, clientIds: readonly number[], since: Day): Promise<void> {
    if (clientIds.length === 0) return;
    const stale = (await this.listRevisions(tx, clientIds)).filter((client) => this.isStale(client, since));
    const partly = stale.filter(({ clientId }) => (this.entries.get(clientId)?.since ?? since) >= since);
    const wholly = stale.filter((client) => !partly.includes(client));
    await this.replace(tx, partly, since);
    await this.replace(tx, wholly, WHOLE_HISTORY);
  }

  private async replace(tx: EntityManager, clients: readonly ClientRevision[], since: Day): Promise<void> {
    const pending = new Map(clients.map(({ clientId, revision }) => [clientId, revision]));
    const setEntry = (clientId: number, revision: number, prefixSums: ClientPrefixSums) => {
      const replaced = this.entries.get(clientId);
      if (replaced) this.activity.count(replaced.prefixSums, -1);
      this.activity.count(prefixSums, 1);
      this.entries.set(clientId, { revision, since, prefixSums });
    };
    await this.stats.visitHistories(tx, [...pending.keys()], since, (clientId, stats) => {
      setEntry(clientId, pending.get(clientId)!, new ClientPrefixSums(stats));
      pending.delete(clientId);
    });
    for (const [clientId, revision] of pending) setEntry(clientId, revision, EMPTY);
  }

  private isStale({ clientId, revision }: ClientRevision, since: Day): boolean {
    const entry = this.entries.get(clientId);
    return entry?.revision !== revision || entry.since > since;
  }

  private listRevisions(tx: EntityManager, clientIds?: readonly number[]): Promise<ClientRevision[]> {
    const builder = tx
      .createQueryBuilder(ClientReplica, 'replica')
      .select('replica.client_id', 'clientId')
      .addSelect('replica.revision', 'revision');
    if (clientIds) builder.where('replica.client_id IN (:...clientIds)', { clientIds });
    return builder.getRawMany();
  }
}
