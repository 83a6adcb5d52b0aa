import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { Invitation } from './invitation.entity.js';
import { User } from '../users/user.entity.js';
import { Clock } from '../../platform/config/index.js';

/** Long enough for a weekend. */
const LIFETIME_MS = 3 * 86_400_000;

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** The token of a new link, which is shown once, and when it expires (ISO 8601 UTC). */
export interface NewInvitation {
  readonly token: string;
  readonly expiresAt: string;
}

/** Stores and finds invitations. Every method runs inside the caller's unit of work. */
@Injectable()
export class InvitationRepository {
  constructor(private readonly clock: Clock) {}

  /** Creates a link for a user, which replaces an earlier one, and deletes the expired links of everybody. */
  async create(tx: EntityManager, userId: number): Promise<NewInvitation> {
    const now = this.clock.now();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + LIFETIME_MS).toISOString();
    await tx.delete(Invitation, { expiresAt: LessThan(now.toISOString()) });
    await tx.delete(Invitation, { userId });
    await tx.insert(Invitation, { userId, tokenHash: hashOf(token), expiresAt });
    return { token, expiresAt };
  }

  /** Returns the enabled user whom a link invites; null when the link is used, expired or unknown. */
  async findUser(tx: EntityManager, token: string): Promise<Pick<User, 'id' | 'email'> | null> {
    if (!SHAPE.test(token)) return null;
    const where = { tokenHash: hashOf(token), expiresAt: MoreThan(this.clock.now().toISOString()) };
    const invitation = await tx.findOneBy(Invitation, where);
    return invitation && tx.findOneBy(User, { id: invitation.userId, disabledAt: IsNull() });
  }

  /** Returns when the link of a user expires, ISO 8601 UTC; null when there is none. */
  async findExpiry(tx: EntityManager, userId: number): Promise<string | null> {
    const expiresAt = MoreThan(this.clock.now().toISOString());
    return (await tx.findOneBy(Invitation, { userId, expiresAt }))?.expiresAt ?? null;
  }

  /** Deletes the link of a user, if there is one. */
  async delete(tx: EntityManager, userId: number): Promise<void> {
    await tx.delete(Invitation, { userId });
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
