import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor.js';
import { AuditLogService } from '../audit/audit-log.service.js';
import { InvitationRepository, type NewInvitation } from './invitation.repository.js';
import { LoginThrottle } from '../login/login-throttle.js';
import { UsersService } from '../users/users.service.js';
import { Database } from '../../platform/database/index.js';
import { UserError } from '../../domain/index.js';

/** How the use of a link ended. `until` is when the next attempt from this address is allowed. */
export type InvitationOutcome =
  | { readonly kind: 'ok'; readonly email: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'blocked'; readonly until: Date };

/** Links by which a person chooses a password. A link works once and for three days; only its hash is stored. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly users: UsersService,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLogService,
  ) {}

  /** Creates a link for a user, which replaces an earlier one. @throws UserError 404, or 409 for a disabled user. */
  async create(userId: number, by: Actor): Promise<NewInvitation> {
    const { disabledAt } = await this.users.findOne(userId);
    if (disabledAt !== null) throw new UserError('conflict', 'This user is disabled; enable the user first', 409);
    return this.database.write(async (tx) => {
      await this.audit.record(tx, { by, action: 'user.invite', target: { type: 'user', id: userId } });
      return this.invitations.create(tx, userId);
    });
  }

  /** Returns when the link of a user expires, ISO 8601 UTC; null when there is none. */
  findExpiry(userId: number): Promise<string | null> {
    return this.database.read((tx) => this.invitations.findExpiry(tx, userId));
  }

  /** Returns the e-mail of the user whom a link invites; null when the link is used, expired or unknown. */
  async findEmail(token: string): Promise<string | null> {
    return (await this.database.read((tx) => this.invitations.findUser(tx, token)))?.email ?? null;
  }

  /**
   * Sets the password of the user whom a link invites, and deletes the link in the same transaction. Unknown links slow down
   * their address as wrong passwords do.
   * @throws UserError 400 naming `password`, which leaves the link as it is; OverloadedError.
   */
  async accept(token: string, password: string, address: string): Promise<InvitationOutcome> {
    this.users.assertHasRoom();
    const opened = await this.database.write((tx) => this.open(tx, token, address));
    if (opened.kind !== 'invited') return opened;
    const { id, email } = opened.user;
    const isSet = await this.users.setPasswordIf(email, password, { name: email, address }, async (tx) => {
      const invited = await this.invitations.findUser(tx, token);
      await this.invitations.delete(tx, id);
      return invited?.id === id;
    });
    return isSet ? { kind: 'ok', email } : { kind: 'unknown' };
  }

  /** Counts an attempt and finds the invited user. A link that works is no guess, so its attempt does not count. */
  private async open(tx: EntityManager, token: string, address: string) {
    const attempt = await this.throttle.registerAttempt(tx, `invitation from ${address}`, address);
    if ('blockedUntil' in attempt) return { kind: 'blocked', until: attempt.blockedUntil } as const;
    const user = await this.invitations.findUser(tx, token);
    if (!user) return { kind: 'unknown' } as const;
    await this.throttle.withdraw(tx, attempt.subjects);
    return { kind: 'invited', user } as const;
  }
}
