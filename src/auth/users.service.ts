import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/sqlite-errors.js';
import { UserError } from '../errors.js';
import { parsed } from '../http/validation.js';
import { generatePassword, hashPassword, Password, passwordMatches, UNMATCHABLE } from './passwords.js';
import { ROLES, type Role } from './roles.js';
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
  ) {}

  /** @throws UserError 400 naming what is wrong; 409 naming `email` when it is taken. */
  async create(input: { email: string; role: Role; password: string }): Promise<UserInfo> {
    const { email, role, password } = parsed(NewUser, input);
    const passwordHash = await hashPassword(password);
    return this.database.write((tx) => this.insert(tx, { email, role, passwordHash }));
  }

  /** Every user, by e-mail, the disabled ones too. */
  list(): Promise<UserInfo[]> {
    return this.database.read((tx) => tx.find(User, { order: { email: 'ASC' } }));
  }

  findByEmail(email: string): Promise<UserInfo | null> {
    return this.database.read((tx) => tx.findOneBy(User, { email: normalized(email) }));
  }

  /** @throws UserError 400 for a password that breaks the rules; 404 when nobody has the e-mail. */
  async setPassword(email: string, password: string): Promise<UserInfo> {
    const checked = parsed(NewPassword, { email, password });
    const passwordHash = await hashPassword(checked.password);
    return this.database.write(async (tx) => {
      await tx.update(User, { email: checked.email }, { passwordHash, updatedAt: this.clock.now().toISOString() });
      const user = await tx.findOneBy(User, { email: checked.email });
      if (!user) throw new UserError('not_found', `No user has the e-mail ${checked.email}`, 404);
      return user;
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
      await this.insert(tx, { email, role: 'admin', passwordHash });
      return { email, password: generated };
    });
  }

  private async insert(tx: EntityManager, user: Pick<User, 'email' | 'role' | 'passwordHash'>): Promise<UserInfo> {
    const now = this.clock.now().toISOString();
    try {
      await tx.insert(User, { ...user, disabledAt: null, createdAt: now, updatedAt: now });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const message = `${user.email} has an account already`;
      throw new UserError('conflict', `email: ${message}`, 409, [{ path: 'email', message }]);
    }
    return tx.findOneByOrFail(User, { email: user.email });
  }
}

export interface FirstAdmin {
  readonly email: string;
  readonly password: string | null;
}

function hasAdmin(tx: EntityManager): Promise<boolean> {
  return tx.existsBy(User, { role: 'admin', disabledAt: IsNull() });
}

function normalized(email: string): string {
  return email.trim().toLowerCase();
}
