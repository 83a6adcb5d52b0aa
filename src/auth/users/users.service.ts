import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { SYSTEM, type Actor } from '../audit/actor.js';
import { AuditLogService } from '../audit/audit-log.service.js';
import { LoginThrottle } from '../login/login-throttle.js';
import { findPersonalPasswordProblem, Password } from './password-rules.js';
import { generatePassword, PasswordHasher } from './passwords.js';
import { ROLES, type Role } from '../access/roles.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { User } from './user.entity.js';
import { CredentialsRevoked } from '../auth.events.js';
import { DomainEvents } from '../../platform/events/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database, isUniqueViolation } from '../../platform/database/index.js';
import { badInput, OperationalError, OverloadedError, UserError } from '../../domain/index.js';
import { parseInput } from '../../platform/http/index.js';

/** A user without secrets. */
export type UserInfo = Omit<User, 'passwordHash' | 'totpSecret' | 'totpLastStep' | 'recoveryCodes'>;

/** Parses an e-mail to the form that is stored and compared: trimmed, lower case. */
const Email = z
  .string('must be an e-mail address')
  .trim()
  .toLowerCase()
  .pipe(z.email('must be an e-mail address').max(254));

const NewUser = z.object({
  email: Email,
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
  password: Password,
});
const Name = z
  .string('must be a text')
  .trim()
  .max(100, 'may have at most 100 characters')
  .transform((name) => (name === '' ? null : name));
const InvitedUser = NewUser.pick({ email: true, role: true }).extend({ name: Name.default(null) });
const NewPassword = NewUser.pick({ email: true, password: true });

/** The people who may log in. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLogService,
    private readonly passwordHasher: PasswordHasher,
    private readonly events: DomainEvents,
  ) {}

  /** Creates a user. @throws UserError 400 naming each bad field; 409 naming `email` when it is taken. */
  async create(input: { email: string; role: Role; password: string }, by: Actor): Promise<UserInfo> {
    const { email, role, password } = parseInput(NewUser, input);
    assertNotPersonal(password, email);
    const passwordHash = await this.passwordHasher.hash(password);
    return this.database.write((tx) => this.insert(tx, { email, role, passwordHash }, by));
  }

  /** Creates a user without a password, who cannot log in before a link was used. @throws UserError as {@link create}. */
  async createInvited(input: { email: string; role: Role; name?: string }, by: Actor): Promise<UserInfo> {
    const user = parseInput(InvitedUser, input);
    const passwordHash = this.passwordHasher.unmatchableHash;
    return this.database.write((tx) => this.insert(tx, { ...user, passwordHash }, by));
  }

  /** Sets what a user is called; an empty name removes it. The sessions stay. @throws UserError 400 naming `name`, 404. */
  async setName(id: number, name: string, by: Actor): Promise<UserInfo> {
    const checked = parseInput(z.object({ name: Name }), { name });
    return this.database.write(async (tx) => {
      const before = await findUserOrThrow(tx, { id });
      if (before.name === checked.name) return before;
      await tx.update(User, { id }, { ...checked, updatedAt: this.clock.now().toISOString() });
      const after = await findUserOrThrow(tx, { id });
      await this.audit.record(tx, { by, action: 'user.update', target: { type: 'user', id }, before, after });
      return after;
    });
  }

  /** Returns every user, disabled ones too, ordered by e-mail. */
  list(): Promise<UserInfo[]> {
    return this.database.read((tx) => tx.find(User, { order: { email: 'ASC' } }));
  }

  /** Returns the user with this e-mail, in any case; null when there is none. */
  findByEmail(email: string): Promise<UserInfo | null> {
    return this.database.read((tx) => tx.findOneBy(User, { email: normalizeEmail(email) }));
  }

  /** Returns a user. @throws UserError 404 */
  findOne(id: number): Promise<UserInfo> {
    return this.database.read((tx) => findUserOrThrow(tx, { id }));
  }

  /**
   * Sets a user's password, deletes their sessions and unlocks their account.
   * @throws UserError 400 for a password that breaks the rules; 404 when no user has the e-mail.
   */
  async setPassword(email: string, password: string, by: Actor): Promise<UserInfo> {
    await this.setPasswordIf(email, password, by, () => Promise.resolve(true));
    return this.database.read((tx) => findUserOrThrow(tx, { email: normalizeEmail(email) }));
  }

  /** As {@link setPassword}, when `isAllowed` says so inside the transaction of the change; returns whether it did. */
  async setPasswordIf(
    email: string,
    password: string,
    by: Actor,
    isAllowed: (tx: EntityManager) => Promise<boolean>,
  ): Promise<boolean> {
    const checked = parseInput(NewPassword, { email, password });
    assertNotPersonal(checked.password, checked.email);
    const passwordHash = await this.passwordHasher.hash(checked.password);
    const isSet = await this.database.write(async (tx) => {
      if (!(await isAllowed(tx))) return false;
      const user = await findUserOrThrow(tx, { email: checked.email });
      await this.change(tx, user, { passwordHash }, { by, action: 'user.password' });
      return true;
    });
    if (isSet) this.events.publish(CredentialsRevoked, {});
    return isSet;
  }

  /** Sets a user's role and deletes their sessions. @throws UserError 400, 404, or 409 for the last admin. */
  async setRole(id: number, role: Role, by: Actor): Promise<UserInfo> {
    const checked = parseInput(NewUser.pick({ role: true }), { role });
    return this.revoke(async (tx) => {
      const user = await findUserOrThrow(tx, { id });
      if (user.role === checked.role) return user;
      if (user.role === 'admin') await assertAnotherAdmin(tx, id);
      return this.change(tx, user, checked, { by, action: 'user.update' });
    });
  }

  /** Disables a user and deletes their sessions. Idempotent. @throws UserError 404, or 409 for the last admin. */
  async disable(id: number, by: Actor): Promise<UserInfo> {
    return this.revoke(async (tx) => {
      const user = await findUserOrThrow(tx, { id });
      if (user.disabledAt !== null) return user;
      if (user.role === 'admin') await assertAnotherAdmin(tx, id);
      const disabledAt = this.clock.now().toISOString();
      return this.change(tx, user, { disabledAt }, { by, action: 'user.disable' });
    });
  }

  /** Undoes {@link disable}. Idempotent. @throws UserError 404 */
  async enable(id: number, by: Actor): Promise<UserInfo> {
    return this.revoke(async (tx) => {
      const user = await findUserOrThrow(tx, { id });
      if (user.disabledAt === null) return user;
      return this.change(tx, user, { disabledAt: null }, { by, action: 'user.enable' });
    });
  }

  /**
   * Returns the enabled user with this e-mail and password, else null. It takes the same time for unknown and disabled users
   * as for a wrong password, so the time does not reveal who exists.
   */
  async verify(email: string, password: string): Promise<UserInfo | null> {
    const found = await this.database.read(async (tx) => {
      const user = await tx.findOneBy(User, { email: normalizeEmail(email), disabledAt: IsNull() });
      const secret =
        user && (await tx.findOne(User, { select: { id: true, passwordHash: true }, where: { id: user.id } }));
      return user && secret ? { user, passwordHash: secret.passwordHash } : null;
    });
    const matches = await this.passwordHasher.matches(
      password,
      found?.passwordHash ?? this.passwordHasher.unmatchableHash,
    );
    if (!found || !matches) return null;
    if (this.passwordHasher.needsRehash(found.passwordHash)) await this.rehash(found, password);
    return found.user;
  }

  /** Returns whether a check of a password can start now. @throws OverloadedError */
  assertHasRoom(): void {
    this.passwordHasher.assertHasRoom();
  }

  /** Stores the hash of a right password at today's cost, unless another change came first. The sessions stay. */
  private async rehash({ user, passwordHash }: { user: User; passwordHash: string }, password: string): Promise<void> {
    try {
      const newHash = await this.passwordHasher.hash(password);
      await this.database.write((tx) => tx.update(User, { id: user.id, passwordHash }, { passwordHash: newHash }));
    } catch (error) {
      // The login itself goes on, and the next one tries again.
      if (!(error instanceof OverloadedError || error instanceof OperationalError)) throw error;
    }
  }

  /**
   * Creates the first admin when no enabled one exists, however many processes start at once. The returned `password` is the
   * generated one, to be shown once, or null when it was given.
   * @returns null when an enabled admin exists.
   * @throws UserError 409 naming `email` when a user with another role, or a disabled one, has it.
   */
  async ensureFirstAdmin(given: { email: string; password?: string | undefined }): Promise<FirstAdmin | null> {
    if (await this.database.read(hasAdmin)) return null;
    const generated = given.password === undefined ? generatePassword() : null;
    const { email, password } = parseInput(NewPassword, { email: given.email, password: given.password ?? generated });
    assertNotPersonal(password, email);
    const passwordHash = await this.passwordHasher.hash(password);
    return this.database.write(async (tx) => {
      if (await hasAdmin(tx)) return null;
      const mustRenewCredentials = generated === null ? 0 : 1;
      await this.insert(tx, { email, role: 'admin', passwordHash, mustRenewCredentials }, SYSTEM);
      return { email, password: generated };
    });
  }

  /** Commits a change that ends sessions and announces it. */
  private async revoke(unit: (tx: EntityManager) => Promise<UserInfo>): Promise<UserInfo> {
    const user = await this.database.write(unit);
    this.events.publish(CredentialsRevoked, {});
    return user;
  }

  private async insert(
    tx: EntityManager,
    user: Pick<User, 'email' | 'role' | 'passwordHash'> & Partial<Pick<User, 'mustRenewCredentials' | 'name'>>,
    by: Actor,
  ): Promise<UserInfo> {
    const now = this.clock.now().toISOString();
    try {
      await tx.insert(User, { ...user, disabledAt: null, createdAt: now, updatedAt: now });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const message = `${user.email} has an account already`;
      throw new UserError('conflict', `email: ${message}`, 409, [{ path: 'email', message }]);
    }
    const made = await findUserOrThrow(tx, { email: user.email });
    await this.audit.record(tx, { by, action: 'user.create', target: { type: 'user', id: made.id }, after: made });
    return made;
  }

  /** Updates a user. Every change of role, password or state deletes all their sessions. */
  private async change(
    tx: EntityManager,
    user: UserInfo,
    change: Partial<Pick<User, 'role' | 'passwordHash' | 'disabledAt'>>,
    { by, action }: { by: Actor; action: 'user.update' | 'user.password' | 'user.disable' | 'user.enable' },
  ): Promise<UserInfo> {
    const renewed = change.passwordHash !== undefined && { mustRenewCredentials: 0 };
    await tx.update(User, { id: user.id }, { ...change, ...renewed, updatedAt: this.clock.now().toISOString() });
    await this.sessions.deleteAllOf(tx, user.id);
    if (change.passwordHash !== undefined) await this.throttle.unlock(tx, user.email);
    const after = await findUserOrThrow(tx, { id: user.id });
    await this.audit.record(tx, { by, action, target: { type: 'user', id: user.id }, before: user, after });
    return after;
  }
}

/** The admin that the first start created. `password` is null when it was given. */
export interface FirstAdmin {
  readonly email: string;
  readonly password: string | null;
}

function hasAdmin(tx: EntityManager): Promise<boolean> {
  return tx.existsBy(User, { role: 'admin', disabledAt: IsNull() });
}

async function findUserOrThrow(tx: EntityManager, who: { id: number } | { email: string }): Promise<UserInfo> {
  const user = await tx.findOneBy(User, who);
  if (user) return user;
  const missing = 'id' in who ? `There is no user ${who.id}` : `No user has the e-mail ${who.email}`;
  throw new UserError('not_found', missing, 404);
}

async function assertAnotherAdmin(tx: EntityManager, id: number): Promise<void> {
  if (await tx.existsBy(User, { id: Not(id), role: 'admin', disabledAt: IsNull() })) return;
  throw new UserError('last_admin', 'This is the last admin; make another one first', 409);
}

function assertNotPersonal(password: string, email: string): void {
  const problem = findPersonalPasswordProblem(password, email);
  if (problem !== null) throw badInput('password', problem);
}

/** Returns an e-mail in the form in which e-mails are compared: trimmed, lower case. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
