import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { z } from 'zod';
import type { Actor } from '../audit/actor.js';
import { ApiToken } from './api-token.entity.js';
import { AuditLogService } from '../audit/audit-log.service.js';
import { TOKEN_ROLES, type TokenRole } from '../access/roles.js';
import { CredentialsRevoked } from '../auth.events.js';
import { DomainEvents } from '../../platform/events/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { UserError } from '../../domain/index.js';
import { parseInput } from '../../platform/http/index.js';

/** A token without its hash. */
export type TokenInfo = Omit<ApiToken, 'tokenHash'>;

const PREFIX = 'ds_';
const SHAPE = /^ds_[A-Za-z0-9_-]{43}$/;
const MS_PER_DAY = 86_400_000;
const DAYS_RULE = 'must be a whole number of days from 1 to 3650';

/** The fields of a new token. */
export const NewToken = z
  .strictObject({
    name: z
      .string('must be a text')
      .trim()
      .min(1, 'must not be empty')
      .max(100, 'must have at most 100 characters')
      .describe('What the token is for. The audit log calls its user `token:NAME`.'),
    role: z
      .enum(TOKEN_ROLES, `must be one of ${TOKEN_ROLES.join(', ')}`)
      .describe('What the token may do. A `collector` pushes numbers and reads its receipts, and nothing else.'),
    days: z
      .int(DAYS_RULE)
      .min(1, DAYS_RULE)
      .max(3650, DAYS_RULE)
      .optional()
      .describe('Valid for so many days; without it until it is revoked.'),
  })
  .meta({
    id: 'NewToken',
    description: 'A new API token.',
    examples: [{ name: 'grafana', role: 'monitor', days: 365 }],
  });

/** API tokens of scripts and monitors. */
@Injectable()
export class ApiTokensService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
    private readonly events: DomainEvents,
  ) {}

  /**
   * Creates a token that is valid for `days`, or until it is revoked. It can't be read again: only its hash is stored.
   * @throws UserError 400 naming each bad field.
   */
  async create(
    input: { name: string; role: TokenRole; days?: number | undefined },
    by: Actor,
  ): Promise<{ id: number; token: string }> {
    const { name, role, days } = parseInput(NewToken, input);
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

  /** Returns every token, expired and revoked ones too, oldest first. */
  list(): Promise<TokenInfo[]> {
    return this.database.read((tx) => tx.find(ApiToken, { order: { id: 'ASC' } }));
  }

  /** Revokes a token for good; one that is revoked stays as it is. @throws UserError 404 */
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
    this.events.publish(CredentialsRevoked, {});
  }

  /** Returns the token when it exists, is neither expired nor revoked, and has a known role; else null. */
  async authenticate(token: string): Promise<TokenInfo | null> {
    if (!SHAPE.test(token)) return null;
    const held = await this.database.read((tx) =>
      tx.findOneBy(ApiToken, { tokenHash: hashOf(token), revokedAt: IsNull() }),
    );
    if (!held || !TOKEN_ROLES.includes(held.role)) return null;
    return held.expiresAt === null || held.expiresAt > this.clock.now().toISOString() ? held : null;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
