import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import type { Actor } from './actor.js';
import { AuditLog } from './audit-log.js';
import { LoginThrottle } from './login-throttle.js';
import { SessionsService } from './sessions.service.js';
import { User } from './user.entity.js';
import { normalized, UsersService } from './users.service.js';

/** What became of a login. `sessionId` goes into the cookie. */
export type LoginOutcome =
  | { readonly kind: 'welcome'; readonly sessionId: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'blocked'; readonly until: Date };

/** Letting people in and out. */
@Injectable()
export class LoginService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLog,
  ) {}

  /** Checks an e-mail and a password sent from `address`; a good pair begins a session and ends the one the browser had. */
  async login(input: { email: string; password: string }, address: string, current?: string): Promise<LoginOutcome> {
    const email = normalized(input.email);
    const admission = await this.database.write(async (tx) => {
      const answer = await this.throttle.admit(tx, email, address);
      if ('locked' in answer && answer.locked) {
        const user = await tx.findOneBy(User, { email });
        const by: Actor = { name: 'system', address };
        await this.audit.record(tx, {
          by,
          action: 'login.locked',
          ...(user && { target: { type: 'user', id: user.id } }),
        });
      }
      return answer;
    });
    if ('blockedUntil' in admission) return { kind: 'blocked', until: admission.blockedUntil };
    const user = await this.users.verify(email, input.password);
    if (!user) return { kind: 'refused' };
    return this.database.write(async (tx) => {
      const { id, updatedAt } = user;
      // Disabled, or given another password, while this one was being checked.
      if (!(await tx.existsBy(User, { id, updatedAt, disabledAt: IsNull() }))) return { kind: 'refused' };
      await this.throttle.succeeded(tx, email, address, admission.subjects);
      if (current !== undefined) await this.sessions.end(tx, current);
      const sessionId = await this.sessions.begin(tx, id);
      await this.audit.record(tx, { by: { name: email, address }, action: 'login', target: { type: 'user', id } });
      return { kind: 'welcome', sessionId };
    });
  }

  /** Ends a session. */
  async logout(sessionId: string, user: Pick<User, 'id' | 'email'>, address: string | null): Promise<void> {
    await this.database.write(async (tx) => {
      await this.sessions.end(tx, sessionId);
      const by: Actor = { name: user.email, address };
      await this.audit.record(tx, { by, action: 'logout', target: { type: 'user', id: user.id } });
    });
  }
}
