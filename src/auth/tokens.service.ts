import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { UserError } from '../errors.js';
import { parsed } from '../http/validation.js';
import type { Actor } from './actor.js';
import { ApiToken } from './api-token.entity.js';
import { AuditLog } from './audit-log.js';
import { ROLES, type Role } from './roles.js';

/** A token as it may be shown: without its hash. */
export type TokenInfo = Omit<ApiToken, 'tokenHash'>;

const PREFIX = 'ds_';
const SHAPE = /^ds_[A-Za-z0-9_-]{43}$/;
const MS_PER_DAY = 86_400_000;
const DAYS_RULE = 'must be a whole number of days from 1 to 3650';

const NewToken = z.object({
  name: z.string('must be a text').trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters'),
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
  days: z.int(DAYS_RULE).min(1, DAYS_RULE).max(3650, DAYS_RULE).optional(),
});

/** The keys that scripts and monitors carry. */
@Injectable()
export class TokensService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes a token that lives for `days`, or until it is revoked. Nobody can read it again: only its hash is kept.
   * @throws UserError 400 naming what is wrong.
   */
  async create(
    input: { name: string; role: Role; days?: number | undefined },
    by: Actor,
  ): Promise<{ id: number; token: string }> {
    const { name, role, days } = parsed(NewToken, input);
    const token = PREFIX + randomBytes(32).toString('base64url');
    const tokenHash = hashOf(token);
    const now = this.clock.now();
    const expiresAt = days === undefined ? null : new Date(now.getTime() + days * MS_PER_DAY).toISOString();
    const id = await this.database.write(async (tx) => {
      await tx.insert(ApiToken, { name, role, tokenHash, expiresAt, revokedAt: null, createdAt: now.toISOString() });
      const after = await tx.findOneByOrFail(ApiToken, { tokenHash });
      await this.audit.record(tx, { by, action: 'token.create', target: { type: 'token', id: after.id }, after });
      return after.id;
    });
    return { id, token };
  }

  /** Every token, oldest first, the expired and revoked ones too. */
  list(): Promise<TokenInfo[]> {
    return this.database.read((tx) => tx.find(ApiToken, { order: { id: 'ASC' } }));
  }

  /** Ends a token for good; one that was revoked before stays as it was. @throws UserError 404 */
  async revoke(id: number, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      const before = await tx.findOneBy(ApiToken, { id });
      if (!before) throw new UserError('not_found', `There is no token ${id}`, 404);
      if (before.revokedAt !== null) return;
      const revokedAt = this.clock.now().toISOString();
      await tx.update(ApiToken, { id }, { revokedAt });
      const after = await tx.findOneByOrFail(ApiToken, { id });
      await this.audit.record(tx, { by, action: 'token.revoke', target: { type: 'token', id }, before, after });
    });
  }

  /** The token's record when it is one of ours, neither expired nor revoked, and of a role we know; else null. */
  async authenticate(token: string): Promise<TokenInfo | null> {
    if (!SHAPE.test(token)) return null;
    const held = await this.database.read((tx) =>
      tx.findOneBy(ApiToken, { tokenHash: hashOf(token), revokedAt: IsNull() }),
    );
    if (!held || !ROLES.includes(held.role)) return null;
    return held.expiresAt === null || held.expiresAt > this.clock.now().toISOString() ? held : null;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
