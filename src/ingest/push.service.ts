import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { groupRows, hashPush } from './group-rows.js';
import {
  PushCommitService,
  type CheckedRestaurant,
  type CommittedItem,
  type CommittedRestaurant,
} from './push-commit.service.js';
import { countRejectedRows, httpStatusOf, isApplied, type PushOutcome, type RejectedPushRow } from './push-outcome.js';
import { PushReceipt } from './push-receipt.entity.js';
import { MAX_RESTAURANTS, PushBody } from './push.schema.js';
import { toReceiptDto, type ReceiptDto } from './receipt.dto.js';
import { UnknownRestaurantsService, type PushedName } from './unknown-restaurants.service.js';
import { validateRestaurant } from './validate-restaurant.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { DomainEvents } from '../platform/events/index.js';
import { LOGGER } from '../platform/logging/index.js';
import { YieldingExecutor } from '../platform/event-loop/index.js';
import { FirstCopyRepository } from '../stats/index.js';
import { badInput, OverloadedError, UserError, yesterdayAt } from '../domain/index.js';
import { ItemEnded, ReplicaUpdated, RunCompletionNotifier, RunRepository } from '../sync/index.js';
import type { EntityManager } from 'typeorm';

/** Who pushes. */
export interface Sender {
  /** `token:ID` or `cli`: batches and receipts belong to it. */
  readonly id: string;
  /** The name of the same in records. */
  readonly actor: string;
}

/** Pushes that are worked on at once. Each holds up to a megabyte of rows. */
const MAX_CONCURRENT = 4;
/** How far a collector's clock may be ahead, ms. */
const MAX_CLOCK_LEAD_MS = 5 * 60_000;

interface Batch {
  readonly sender: Sender;
  readonly body: PushBody;
  readonly contentHash: string;
}

/** Takes numbers that a collector pushes: validates them, merges them in one transaction and keeps a receipt. */
@Injectable()
export class PushService {
  private readonly executor = new YieldingExecutor();
  /** The batches that this process works on, by sender and batch id. */
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly commits: PushCommitService,
    private readonly unknown: UnknownRestaurantsService,
    private readonly firstCopy: FirstCopyRepository,
    private readonly runs: RunRepository,
    private readonly completion: RunCompletionNotifier,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws UserError 403 while this server takes no pushes. */
  assertEnabled(): void {
    if (this.config.ingest.isEnabled) return;
    throw new UserError(
      'ingest_off',
      'This server reads its statistics server itself and takes no pushes. INGEST=on changes that',
      403,
    );
  }

  /**
   * Commits a push and returns its receipt. The same batch again returns the stored receipt and changes nothing.
   * @throws UserError 403 while pushes are off, 409 while the same batch is worked on, 422 for a batch id of another push.
   * @throws OverloadedError when too many pushes are worked on.
   */
  async push(body: PushBody, sender: Sender): Promise<ReceiptDto> {
    this.assertEnabled();
    this.assertNotInFuture(body.collectedAt);
    const key = `${sender.id} ${body.batchId}`;
    if (this.inFlight.has(key)) {
      throw new UserError(
        'batch_in_flight',
        `The batch ${body.batchId} is being worked on. Send it again in a few seconds`,
        409,
      );
    }
    if (this.inFlight.size >= MAX_CONCURRENT) {
      throw new OverloadedError('Too many pushes are being worked on. Send this one again later', 5);
    }
    this.inFlight.add(key);
    try {
      return await this.process({ sender, body, contentHash: hashPush(body) });
    } finally {
      this.inFlight.delete(key);
    }
  }

  private async process(batch: Batch): Promise<ReceiptDto> {
    const earlier = await this.database.read((tx) => findEarlier(tx, batch));
    if (earlier) return toReceiptDto(earlier, true);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const { restaurants, unnamed } = groupRows(batch.body, yesterday);
    if (restaurants.length > MAX_RESTAURANTS) {
      throw badInput('rows', `may name at most ${MAX_RESTAURANTS} restaurants; send the rest as another push`);
    }
    const rules = { timeZone: this.config.upstream.timeZone, yesterday };
    const checked: CheckedRestaurant[] = [];
    for (const restaurant of restaurants) {
      checked.push({
        ...restaurant,
        checked: await this.executor.run(() => validateRestaurant(restaurant, rules)),
      });
    }
    const { receipt, committed } = await this.database.write(async (tx) => {
      // Another process may have committed the batch since it was looked for.
      const stored = await findEarlier(tx, batch);
      if (stored) return { receipt: stored, committed: null };
      const { collectedAt } = batch.body;
      const done = await this.commits.commit(tx, checked, { collectedAt, yesterday });
      // Where nothing is copied, the first push is all of the first copy.
      if (this.config.upstream.isPushed) await this.firstCopy.markEnded(tx, this.clock.now().toISOString());
      await this.unknown.remember(tx, findUnknown(checked, done), batch.sender.actor);
      return { receipt: await this.record(tx, batch, done, unnamed), committed: done };
    });
    if (!committed) return toReceiptDto(receipt, true);
    await this.publish(receipt, committed);
    return toReceiptDto(receipt, false);
  }

  /** Stores the run and the receipt. */
  private async record(
    tx: EntityManager,
    { sender, body, contentHash }: Batch,
    committed: readonly CommittedRestaurant[],
    unnamedRows: readonly RejectedPushRow[],
  ): Promise<PushReceipt> {
    const { id, actor } = sender;
    const { batchId, collectedAt, rows } = body;
    const outcome: PushOutcome = { restaurants: committed.map((restaurant) => restaurant.outcome), unnamedRows };
    const items = itemsOf(committed);
    await tx.insert(PushReceipt, {
      sender: id,
      actor,
      batchId,
      contentHash,
      collectedAt,
      receivedAt: this.clock.now().toISOString(),
      runId: items.length > 0 ? await this.runs.insertEnded(tx, { trigger: 'ingest', actor, items }) : null,
      status: httpStatusOf(outcome),
      restaurants: outcome.restaurants.length,
      applied: outcome.restaurants.filter(isApplied).length,
      rows: rows.length,
      rejectedRows: countRejectedRows(outcome),
      outcome: JSON.stringify(outcome),
    });
    return tx.findOneByOrFail(PushReceipt, { sender: id, batchId });
  }

  /** Publishes the events of a committed push, which are those of a copy. An event that fails leaves the push committed. */
  private async publish(
    { runId, actor, status }: PushReceipt,
    committed: readonly CommittedRestaurant[],
  ): Promise<void> {
    for (const { clientId, outcome, counts } of itemsOf(committed)) {
      this.events.publish(ItemEnded, { status: outcome.status, counts });
      if (counts && counts.inserted + counts.updated > 0) this.events.publish(ReplicaUpdated, { clientId, counts });
    }
    if (runId === null) {
      this.logger.warn({ actor, status }, 'a push changed nothing');
      return;
    }
    try {
      await this.completion.notify(runId);
    } catch (error) {
      // A worker announces the run at its next poll.
      this.logger.warn({ err: error, runId }, 'a push was committed and its end was not announced');
    }
  }

  private assertNotInFuture(collectedAt: string): void {
    if (Date.parse(collectedAt) <= this.clock.now().getTime() + MAX_CLOCK_LEAD_MS) return;
    throw badInput('collectedAt', 'must not lie in the future; set the clock of the collector');
  }
}

function itemsOf(committed: readonly CommittedRestaurant[]): CommittedItem[] {
  return committed.flatMap(({ item }) => (item ? [item] : []));
}

function findUnknown(checked: readonly CheckedRestaurant[], committed: readonly CommittedRestaurant[]): PushedName[] {
  return checked
    .filter((_, index) => committed[index]?.outcome.status === 'unknown')
    .map(({ name, rows }) => ({ name, rows: rows.length }));
}

/** Returns the stored receipt of a batch; null when there is none. @throws UserError 422 when it is that of another push. */
async function findEarlier(tx: EntityManager, { sender, body, contentHash }: Batch): Promise<PushReceipt | null> {
  const { batchId } = body;
  const earlier = await tx.findOneBy(PushReceipt, { sender: sender.id, batchId });
  if (earlier && earlier.contentHash !== contentHash) {
    const message = `batchId: ${batchId} was sent with other rows; give each push a batch id of its own`;
    throw new UserError('batch_id_reused', message, 422, [{ path: 'batchId', message: 'was sent with other rows' }]);
  }
  return earlier;
}
