import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { badInput, UserError } from '../errors.js';
import { parsed } from '../http/validation.js';
import { SYSTEM, type Actor } from './actor.js';
import { AuditLog } from './audit-log.js';
import { LoginThrottle } from './login-throttle.js';
import { generatePassword, hashPassword, Password, passwordMatches, UNMATCHABLE } from './passwords.js';
import { ROLES, type Role } from './roles.js';
import { SessionsService } from './sessions.service.js';
import { User } from './user.entity.js';

/** A user as anyone but the password check sees it: without the hash. */
export type UserInfo = Omit<User, 'passwordHash'>;

/** How e-mails are kept and compared: trimmed, lower case. */
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
const NewPassword = NewUser.pick({ email: true, password: true });

/** The people who may log in. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UserError 400 naming what is wrong; 409 naming `email` when it is taken. */
  async create(input: { email: string; role: Role; password: string }, by: Actor): Promise<UserInfo> {
    const { email, role, password } = parsed(NewUser, input);
    const passwordHash = await hashPassword(password);
    return this.database.write((tx) => this.insert(tx, { email, role, passwordHash }, by));
  }

  /** Every user, by e-mail, the disabled ones too. */
  list(): Promise<UserInfo[]> {
    return this.database.read((tx) => tx.find(User, { order: { email: 'ASC' } }));
  }

  findByEmail(email: string): Promise<UserInfo | null> {
    return this.database.read((tx) => tx.findOneBy(User, { email: normalized(email) }));
  }

  /** @throws UserError 404 */
  get(id: number): Promise<UserInfo> {
    return this.database.read((tx) => found(tx, { id }));
  }

  /**
   * Gives a user another password; whoever was logged in as them is out, and a lock on their account is lifted.
   * @throws UserError 400 for a password that breaks the rules; 404 when nobody has the e-mail.
   */
  async setPassword(email: string, password: string, by: Actor): Promise<UserInfo> {
    const checked = parsed(NewPassword, { email, password });
    const passwordHash = await hashPassword(checked.password);
    return this.database.write(async (tx) => {
      const user = await found(tx, { email: checked.email });
      return this.change(tx, user, { passwordHash }, { by, action: 'user.password' });
    });
  }

  /**
   * Changes one's own password; every session ends, and the answer is the id of a new one.
   * @throws UserError 400 naming `current` or `password`.
   */
  async changeOwnPassword(id: number, input: { current: string; password: string }, by: Actor): Promise<string> {
    const { email } = await this.get(id);
    if (!(await this.verify(email, input.current))) throw badInput('current', 'is not your password');
    const { password } = parsed(NewUser.pick({ password: true }), { password: input.password });
    const passwordHash = await hashPassword(password);
    return this.database.write(async (tx) => {
      await this.change(tx, await found(tx, { id }), { passwordHash }, { by, action: 'user.password' });
      return this.sessions.begin(tx, id);
    });
  }

  /** Gives a user another role; their sessions end. @throws UserError 400, 404, or 409 for the last admin. */
  async setRole(id: number, role: Role, by: Actor): Promise<UserInfo> {
    const checked = parsed(NewUser.pick({ role: true }), { role });
    return this.database.write(async (tx) => {
      const user = await found(tx, { id });
      if (user.role === checked.role) return user;
      if (user.role === 'admin') await assertAnotherAdmin(tx, id);
      return this.change(tx, user, checked, { by, action: 'user.update' });
    });
  }

  /** Shuts a user out, at once. Idempotent. @throws UserError 404, or 409 for the last admin. */
  async disable(id: number, by: Actor): Promise<UserInfo> {
    return this.database.write(async (tx) => {
      const user = await found(tx, { id });
      if (user.disabledAt !== null) return user;
      if (user.role === 'admin') await assertAnotherAdmin(tx, id);
      const disabledAt = this.clock.now().toISOString();
      return this.change(tx, user, { disabledAt }, { by, action: 'user.disable' });
    });
  }

  /** Undoes {@link disable}. Idempotent. @throws UserError 404 */
  async enable(id: number, by: Actor): Promise<UserInfo> {
    return this.database.write(async (tx) => {
      const user = await found(tx, { id });
      if (user.disabledAt === null) return user;
      return this.change(tx, user, { disabledAt: null }, { by, action: 'user.enable' });
    });
  }

  /**
   * The enabled user who has this e-mail and password, else null. Unknown and disabled users cost the same work as a wrong
   * password, so the time tells nobody who exists.
   */
  async verify(email: string, password: string): Promise<UserInfo | null> {
    const found = await this.database.read(async (tx) => {
      const user = await tx.findOneBy(User, { email: normalized(email), disabledAt: IsNull() });
      const secret =
        user && (await tx.findOne(User, { select: { id: true, passwordHash: true }, where: { id: user.id } }));
      return user && secret ? { user, passwordHash: secret.passwordHash } : null;
    });
    const matches = await passwordMatches(password, found?.passwordHash ?? UNMATCHABLE);
    return found && matches ? found.user : null;
  }

  /**
   * Makes the first admin when there is no enabled one, however many processes start at once. `password` of the answer is the
   * generated one, to be shown once, or null when it was given.
   * @returns null when there is an admin already.
   * @throws UserError 409 naming `email` when it belongs to somebody who is no enabled admin: taking that account over is not ours.
   */
  async ensureFirstAdmin(given: { email: string; password?: string | undefined }): Promise<FirstAdmin | null> {
    if (await this.database.read(hasAdmin)) return null;
    const generated = given.password === undefined ? generatePassword() : null;
    const { email, password } = parsed(NewPassword, { email: given.email, password: given.password ?? generated });
    const passwordHash = await hashPassword(password);
    return this.database.write(async (tx) => {
      if (await hasAdmin(tx)) return null;
      await this.insert(tx, { email, role: 'admin', passwordHash }, SYSTEM);
      return { email, password: generated };
    });
  }

  private async insert(
    tx: EntityManager,
    user: Pick<User, 'email' | 'role' | 'passwordHash'>,
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
    const made = await found(tx, { email: user.email });
    await this.audit.record(tx, { by, action: 'user.create', target: { type: 'user', id: made.id }, after: made });
    return made;
  }

  /** Any change of what somebody may do, or of how they show who they are, logs them out everywhere. */
  private async change(
    tx: EntityManager,
    user: UserInfo,
    change: Partial<Pick<User, 'role' | 'passwordHash' | 'disabledAt'>>,
    { by, action }: { by: Actor; action: 'user.update' | 'user.password' | 'user.disable' | 'user.enable' },
  ): Promise<UserInfo> {
    await tx.update(User, { id: user.id }, { ...change, updatedAt: this.clock.now().toISOString() });
    await this.sessions.endAllOf(tx, user.id);
    if (change.passwordHash !== undefined) await this.throttle.free(tx, user.email);
    const after = await found(tx, { id: user.id });
    await this.audit.record(tx, { by, action, target: { type: 'user', id: user.id }, before: user, after });
    return after;
  }
}

export interface FirstAdmin {
  readonly email: string;
  readonly password: string | null;
}

function hasAdmin(tx: EntityManager): Promise<boolean> {
  return tx.existsBy(User, { role: 'admin', disabledAt: IsNull() });
}

async function found(tx: EntityManager, who: { id: number } | { email: string }): Promise<UserInfo> {
  const user = await tx.findOneBy(User, who);
  if (user) return user;
  const missing = 'id' in who ? `There is no user ${who.id}` : `No user has the e-mail ${who.email}`;
  throw new UserError('not_found', missing, 404);
}

async function assertAnotherAdmin(tx: EntityManager, id: number): Promise<void> {
  if (await tx.existsBy(User, { id: Not(id), role: 'admin', disabledAt: IsNull() })) return;
  throw new UserError('last_admin', 'This is the last admin; make another one first', 409);
}

/** How e-mails are compared. */
export function normalized(email: string): string {
  return email.trim().toLowerCase();
}
