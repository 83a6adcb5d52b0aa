import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor.js';
import { AuditLogService } from '../audit/audit-log.service.js';
import { createLoginTicket, isTicketValid, ticketUserId } from './login-ticket.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { LoginThrottle, type Admission } from './login-throttle.js';
import { SessionsService, type Device, type SessionInfo } from '../sessions/sessions.service.js';
import { User } from '../users/user.entity.js';
import { normalizeEmail, UsersService, type UserInfo } from '../users/users.service.js';
import { CredentialsRevoked } from '../auth.events.js';
import { DomainEvents } from '../../platform/events/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { badInput } from '../../domain/index.js';

/** A login that was not accepted. `until` is when the next attempt is allowed. */
export type LoginFailure = { readonly kind: 'unauthorized' } | { readonly kind: 'blocked'; readonly until: Date };

interface LoggedIn {
  readonly kind: 'ok';
  /** Goes into the cookie. */
  readonly sessionId: string;
  readonly email: string;
}

/** How a check of a password ended. */
export type PasswordOutcome = LoggedIn | LoginFailure;

/** How a login ended. With `code-needed` the password was right, and `ticket` goes into the form for the code of the app. */
export type LoginOutcome = PasswordOutcome | { readonly kind: 'code-needed'; readonly ticket: string };

interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface CheckedPassword {
  readonly kind: 'ok';
  readonly user: UserInfo;
  readonly attempt: Extract<Admission, { subjects: unknown }>;
}

const UNAUTHORIZED: LoginFailure = { kind: 'unauthorized' };

/** Logs people in and out, and checks their password again before they change their account. Wrong passwords slow down both. */
@Injectable()
export class LoginService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLogService,
    private readonly events: DomainEvents,
    private readonly secondFactors: SecondFactorService,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks an e-mail and a password sent from a device. When they are right, creates a session and deletes `current`, the
   * browser's old one.
   * @throws OverloadedError when too many passwords are being checked.
   */
  async login(credentials: Credentials, device: Device, current?: string): Promise<LoginOutcome> {
    const checked = await this.checkPassword(credentials, device.address ?? '', 'login.failed');
    if (checked.kind !== 'ok') return checked;
    const { user, attempt } = checked;
    return this.database.write(async (tx) => {
      if (!(await isUnchanged(tx, user))) return UNAUTHORIZED;
      if (user.totpEnabledAt === null) return this.createSession(tx, checked, device, current);
      await this.throttle.withdraw(tx, attempt.subjects);
      const ticket = createLoginTicket(user, this.clock.now(), (text) => this.sessions.sign(text));
      return { kind: 'code-needed', ticket };
    });
  }

  /** Ends a login that needed a code: a code of the app or a recovery code. A wrong one counts as a wrong password does. */
  async loginWithCode(
    { ticket, code }: { readonly ticket: string; readonly code: string },
    device: Device,
    current?: string,
  ): Promise<PasswordOutcome> {
    const address = device.address ?? '';
    const id = ticketUserId(ticket);
    return this.database.write(async (tx): Promise<PasswordOutcome> => {
      const user = id === null ? null : await tx.findOneBy(User, { id, disabledAt: IsNull() });
      const isValid = user && isTicketValid(ticket, user, this.clock.now(), (text) => this.sessions.sign(text));
      if (!isValid) return UNAUTHORIZED;
      const attempt = await this.countAttempt(tx, user.email, address);
      if ('blockedUntil' in attempt) return { kind: 'blocked', until: attempt.blockedUntil };
      if (await this.secondFactors.use(tx, user.id, code)) {
        return this.createSession(tx, { kind: 'ok', user, attempt }, device, current);
      }
      await this.recordFailure(tx, 'login.failed', user.email, address);
      return UNAUTHORIZED;
    });
  }

  private async createSession(
    tx: EntityManager,
    { user, attempt }: CheckedPassword,
    device: Device,
    current: string | undefined,
  ): Promise<LoggedIn> {
    const address = device.address ?? '';
    await this.throttle.recordSuccess(tx, user.email, address, attempt.subjects);
    if (current !== undefined) await this.sessions.delete(tx, current);
    const sessionId = await this.sessions.create(tx, user.id, device);
    await tx.update(User, { id: user.id }, { lastLoginAt: this.clock.now().toISOString() });
    const by: Actor = { name: user.email, address };
    await this.audit.record(tx, { by, action: 'login', target: { type: 'user', id: user.id } });
    return { kind: 'ok', sessionId, email: user.email };
  }

  /**
   * Changes a user's own password, deletes all their sessions and returns the id of a new one.
   * @throws UserError 400 naming `current` or `password`; OverloadedError.
   */
  async changeOwnPassword(
    id: number,
    input: { readonly current: string; readonly password: string },
    by: Actor,
    userAgent: string | null,
  ): Promise<PasswordOutcome> {
    const { email } = await this.users.findOne(id);
    const address = by.address ?? '';
    const checked = await this.checkPassword({ email, password: input.current }, address, 'password.failed');
    if (checked.kind === 'blocked') return checked;
    if (checked.kind === 'unauthorized') throw badInput('current', 'is not your password');
    await this.users.setPassword(email, input.password, by);
    return this.database.write(async (tx) => {
      await this.throttle.recordSuccess(tx, email, address, checked.attempt.subjects);
      return { kind: 'ok', sessionId: await this.sessions.create(tx, id, { address, userAgent }), email };
    });
  }

  /**
   * Confirms the password of a session, which opens changes of accounts for 15 minutes.
   * @throws UserError 400 naming `current`; OverloadedError.
   */
  async confirmPassword(
    { id, sessionId }: { readonly id: number; readonly sessionId: string },
    password: string,
    by: Actor,
  ): Promise<PasswordOutcome> {
    const { email } = await this.users.findOne(id);
    const address = by.address ?? '';
    const checked = await this.checkPassword({ email, password }, address, 'password.failed');
    if (checked.kind === 'blocked') return checked;
    if (checked.kind === 'unauthorized') throw badInput('current', 'is not your password');
    await this.database.write(async (tx) => {
      await this.throttle.recordSuccess(tx, email, address, checked.attempt.subjects);
      await this.sessions.confirm(tx, sessionId);
    });
    return { kind: 'ok', sessionId, email };
  }

  /** Returns the sessions of a user, the last used first; `current` is the session id of the browser that asks. */
  async listSessions(
    userId: number,
    current?: string,
  ): Promise<readonly (SessionInfo & { readonly isCurrent: boolean })[]> {
    const currentKey = current === undefined ? null : this.sessions.keyOf(current);
    const sessions = await this.database.read((tx) => this.sessions.list(tx, userId));
    return sessions.map((session) => ({ ...session, isCurrent: session.key === currentKey }));
  }

  /** Ends a session of a user, which is named by its key. Does nothing when it has ended. */
  async endSession(userId: number, key: string, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      if (!(await this.sessions.deleteByKey(tx, userId, key))) return;
      await this.audit.record(tx, { by, action: 'session.end', target: { type: 'user', id: userId } });
    });
    this.events.publish(CredentialsRevoked, {});
  }

  /** Deletes failed attempts and known addresses that are too old to count; returns how many rows. */
  purgeAttempts(tx: EntityManager): Promise<number> {
    return this.throttle.purge(tx);
  }

  /** Deletes the expired sessions; returns how many. */
  purgeSessions(tx: EntityManager): Promise<number> {
    return this.sessions.purgeExpired(tx);
  }

  /** Deletes a session and records the logout. */
  async logout(sessionId: string, user: Pick<User, 'id' | 'email'>, address: string | null): Promise<void> {
    await this.database.write(async (tx) => {
      await this.sessions.delete(tx, sessionId);
      const by: Actor = { name: user.email, address };
      await this.audit.record(tx, { by, action: 'logout', target: { type: 'user', id: user.id } });
    });
    this.events.publish(CredentialsRevoked, {});
  }

  /** Counts the attempt, checks the password, and records a failure as `action` and a lockout in the audit log. */
  private async checkPassword(
    { email: typed, password }: Credentials,
    address: string,
    action: 'login.failed' | 'password.failed',
  ): Promise<CheckedPassword | LoginFailure> {
    // Before the attempt is counted: nobody is slowed down for a password that was not checked.
    this.users.assertHasRoom();
    const email = normalizeEmail(typed);
    const attempt = await this.database.write((tx) => this.countAttempt(tx, email, address));
    if ('blockedUntil' in attempt) return { kind: 'blocked', until: attempt.blockedUntil };
    const user = await this.users.verify(email, password);
    if (user) return { kind: 'ok', user, attempt };
    await this.database.write((tx) => this.recordFailure(tx, action, email, address));
    return UNAUTHORIZED;
  }

  /** Counts an attempt and records a lockout that it starts. */
  private async countAttempt(tx: EntityManager, email: string, address: string): Promise<Admission> {
    const counted = await this.throttle.registerAttempt(tx, email, address);
    if ('locked' in counted && counted.locked) await this.recordFailure(tx, 'login.locked', email, address);
    return counted;
  }

  /** Names the user only when there is one: what was typed as an e-mail may be a password. */
  private async recordFailure(
    tx: EntityManager,
    action: 'login.failed' | 'login.locked' | 'password.failed',
    email: string,
    address: string,
  ): Promise<void> {
    const user = await tx.findOneBy(User, { email });
    const by: Actor = { name: 'system', address };
    await this.audit.record(tx, { by, action, ...(user && { target: { type: 'user', id: user.id } }) });
  }
}

/** Returns false when the user was disabled, or got another password, while this one was checked. */
function isUnchanged(tx: EntityManager, { id, updatedAt }: UserInfo): Promise<boolean> {
  return tx.existsBy(User, { id, updatedAt, disabledAt: IsNull() });
}
