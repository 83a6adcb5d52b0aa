import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { Clock } from '../config/index.js';
import { Database, deleteBatch } from '../database/index.js';
import { badInput, UserError } from '../../domain/index.js';

/** The header that carries a key, as `draft-ietf-httpapi-idempotency-key-header` names it. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** The characters of a key. */
export const KEY_PATTERN = /^[\x21-\x7e]{1,255}$/;

/** What a request started, or what was active already. */
export interface StartedWork {
  readonly id: number;
  readonly created: boolean;
}

/** A request that starts something. */
export interface KeyedRequest {
  /** The key of the header; undefined when the request has none. */
  readonly key: string | undefined;
  /** Who sent the request. */
  readonly caller: string;
  /** The method and path, and the input after validation: a key belongs to one request. */
  readonly operation: string;
  readonly input: object;
}

/** Stores the key in the transaction that starts something, so that both are committed or neither. */
export type RememberStart = (tx: EntityManager, id: number) => Promise<void>;

/** Makes requests that start something repeatable: the same key starts once, whichever process gets the repetition. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the first result of a request with the same key, else that of `start`. A start that throws leaves no key.
   * @throws UserError 400 for a bad key, 422 for a key that belongs to another request.
   */
  async run(request: KeyedRequest, start: (remember?: RememberStart) => Promise<StartedWork>): Promise<StartedWork> {
    const { key } = request;
    if (key === undefined) return start();
    if (!KEY_PATTERN.test(key)) throw badInput(IDEMPOTENCY_KEY, 'must have 1 to 255 visible ASCII characters');
    const first = { caller: request.caller, key, requestHash: hashOf(request) };
    const earlier = await this.find(first);
    if (earlier) return earlier;
    const remember = async (tx: EntityManager, { id, created }: StartedWork): Promise<void> => {
      await tx.insert(IdempotencyKey, { ...first, resultId: id, created, createdAt: this.clock.now().toISOString() });
    };
    try {
      const started = await start((tx, id) => remember(tx, { id, created: true }));
      // What was active already is not stored yet, unless another request with the key was faster.
      if (!(await this.find(first))) await this.database.write((tx) => remember(tx, started));
    } catch (error) {
      // A repetition that comes while the first request is worked on fails because of it: there is an active run, or the key is stored.
      const faster = await this.find(first);
      if (faster) return faster;
      throw error;
    }
    const stored = await this.find(first);
    if (!stored) throw new Error('The key of a request that started something is not stored');
    return stored;
  }

  /** Deletes a batch of the keys that were stored before an instant, ISO 8601 UTC. Returns the number of deleted rows. */
  purge(tx: EntityManager, before: string): Promise<number> {
    return deleteBatch(tx, IdempotencyKey, (query) => query.where('row.created_at < :before', { before }));
  }

  private async find({
    caller,
    key,
    requestHash,
  }: Pick<IdempotencyKey, 'caller' | 'key' | 'requestHash'>): Promise<StartedWork | null> {
    const row = await this.database.read((tx) => tx.findOneBy(IdempotencyKey, { caller, key }));
    if (!row) return null;
    if (row.requestHash !== requestHash) {
      const message = `${IDEMPOTENCY_KEY}: the key was sent with another request; give each request a key of its own`;
      throw new UserError('idempotency_key_reused', message, 422, [
        { path: IDEMPOTENCY_KEY, message: 'was sent with another request' },
      ]);
    }
    return { id: row.resultId, created: row.created };
  }
}

function hashOf({ operation, input }: KeyedRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('base64url');
}
