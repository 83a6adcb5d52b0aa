import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ReceiptsQuery } from './push.schema.js';
import { PushReceipt } from './push-receipt.entity.js';
import { toReceiptDto, toReceiptSummaryDto, type ReceiptDto, type ReceiptSummaryDto } from './receipt.dto.js';
import { Database, deleteBatch } from '../platform/database/index.js';
import { UserError } from '../domain/index.js';
import { pageOf, type Page } from '../platform/http/index.js';

/** The columns of a list: all but the outcome, which can be large. */
const SUMMARY = {
  id: true,
  actor: true,
  batchId: true,
  collectedAt: true,
  receivedAt: true,
  runId: true,
  status: true,
  restaurants: true,
  applied: true,
  rows: true,
  rejectedRows: true,
} as const;

/** A receipt in the list of a person: whose push it was too. */
export type ReceivedPush = ReceiptSummaryDto & Pick<PushReceipt, 'actor'>;

/** Reads receipts of pushes. */
@Injectable()
export class ReceiptsService {
  constructor(private readonly database: Database) {}

  /** Returns a page of the receipts of a sender, the newest first. */
  async list(sender: string, { page, perPage }: ReceiptsQuery): Promise<Page<ReceiptSummaryDto>> {
    return this.database.read(async (tx) => {
      const [receipts, total] = await tx.findAndCount(PushReceipt, {
        select: SUMMARY,
        where: { sender },
        order: { id: 'DESC' },
        skip: (page - 1) * perPage,
        take: perPage,
      });
      return pageOf(receipts.map(toReceiptSummaryDto), { page, perPage }, total);
    });
  }

  /** Returns one receipt of a sender. @throws UserError 404 for an unknown one, and for one of another sender. */
  async findOne(sender: string, id: number): Promise<ReceiptDto> {
    const receipt = await this.database.read((tx) => tx.findOneBy(PushReceipt, { id, sender }));
    if (!receipt) throw new UserError('not_found', `There is no receipt ${id} of a push of yours`, 404);
    return toReceiptDto(receipt, false);
  }

  /** Returns the newest receipts of all senders. */
  async listNewest(limit: number): Promise<ReceivedPush[]> {
    const receipts = await this.database.read((tx) =>
      tx.find(PushReceipt, { select: SUMMARY, order: { id: 'DESC' }, take: limit }),
    );
    return receipts.map((receipt) => ({ ...toReceiptSummaryDto(receipt), actor: receipt.actor }));
  }

  /** Deletes a batch of the receipts from before an instant, ISO 8601 UTC. Returns the number of deleted rows. */
  purge(tx: EntityManager, before: string): Promise<number> {
    return deleteBatch(tx, PushReceipt, (query) => query.where('row.received_at < :before', { before }));
  }
}
