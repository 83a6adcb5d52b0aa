import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor.js';
import { AuditLogService } from '../audit/audit-log.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { User } from '../users/user.entity.js';
import { createRecoveryCodes, createTotpSecret, findTotpStep, hashRecoveryCode, totpUri } from './totp.js';
import { CredentialsRevoked } from '../auth.events.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { badInput, UserError } from '../../domain/index.js';

/** What a person enters into an authenticator app. */
export interface Enrolment {
  readonly secret: string;
  /** `otpauth://...`, for a QR code. */
  readonly uri: string;
}

/** Codes of an authenticator app (TOTP) as the second step of a login, with recovery codes for a lost phone. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly audit: AuditLogService,
    private readonly events: DomainEvents,
  ) {}

  /** Returns whether a user's logins ask for a code. @throws UserError 404 */
  async isEnabled(id: number): Promise<boolean> {
    return (await this.database.read((tx) => findUser(tx, id))).totpEnabledAt !== null;
  }

  /** Stores a new secret, which counts only after {@link enable}. @throws UserError 409 when a second factor is enabled. */
  async begin(id: number): Promise<Enrolment> {
    const secret = createTotpSecret();
    return this.database.write(async (tx) => {
      const user = await findUser(tx, id);
      if (user.totpEnabledAt !== null) throw new UserError('conflict', 'The second factor is on already', 409);
      await tx.update(User, { id }, { totpSecret: secret, totpLastStep: 0 });
      return { secret, uri: totpUri(secret, user.email) };
    });
  }

  /** Returns the secret that {@link begin} stored, to show it again; null when there is none. */
  async pendingEnrolment(id: number): Promise<Enrolment | null> {
    const { email, totpSecret } = await this.database.read((tx) => findUser(tx, id));
    return totpSecret === null ? null : { secret: totpSecret, uri: totpUri(totpSecret, email) };
  }

  /** Turns the second factor on and returns the recovery codes, of which only hashes are stored. @throws UserError 400 naming `code`. */
  async enable(id: number, code: string, by: Actor): Promise<readonly string[]> {
    const recoveryCodes = createRecoveryCodes();
    await this.database.write(async (tx) => {
      const user = await findUser(tx, id);
      const step = findStep(user, code, this.clock.now());
      if (user.totpEnabledAt !== null || step === null) throw badInput('code', 'is not the code of the app');
      await tx.update(
        User,
        { id },
        {
          totpEnabledAt: this.clock.now().toISOString(),
          totpLastStep: step,
          recoveryCodes: JSON.stringify(recoveryCodes.map(hashRecoveryCode)),
        },
      );
      await this.audit.record(tx, { by, action: 'user.totp_enable', target: { type: 'user', id } });
    });
    return recoveryCodes;
  }

  /** Turns the second factor off. Idempotent. @throws UserError 404 */
  async disable(id: number, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      const { totpEnabledAt } = await findUser(tx, id);
      await tx.update(User, { id }, { totpSecret: null, totpEnabledAt: null, totpLastStep: 0, recoveryCodes: null });
      if (totpEnabledAt === null) return;
      // An operator does this for a lost phone, whose thief may have a session.
      if (by.address === null) await this.sessions.deleteAllOf(tx, id);
      await this.audit.record(tx, { by, action: 'user.totp_disable', target: { type: 'user', id } });
    });
    this.events.publish(CredentialsRevoked, {});
  }

  /** Returns whether a code is one of the app or an unused recovery code, and uses it up in the caller's unit of work. */
  async use(tx: EntityManager, id: number, code: string): Promise<boolean> {
    const user = await findUser(tx, id);
    const step = findStep(user, code, this.clock.now());
    if (step !== null) {
      await tx.update(User, { id }, { totpLastStep: step });
      return true;
    }
    const unused = JSON.parse(user.recoveryCodes ?? '[]') as string[];
    const hash = hashRecoveryCode(code);
    if (!unused.includes(hash)) return false;
    await tx.update(User, { id }, { recoveryCodes: JSON.stringify(unused.filter((other) => other !== hash)) });
    return true;
  }
}

type SecondFactor = Pick<User, 'id' | 'email' | 'totpSecret' | 'totpEnabledAt' | 'totpLastStep' | 'recoveryCodes'>;

function findStep({ totpSecret, totpLastStep }: SecondFactor, code: string, now: Date): number | null {
  return totpSecret === null ? null : findTotpStep(totpSecret, code, { now, lastStep: totpLastStep });
}

async function findUser(tx: EntityManager, id: number): Promise<SecondFactor> {
  const select = {
    id: true,
    email: true,
    totpSecret: true,
    totpEnabledAt: true,
    totpLastStep: true,
    recoveryCodes: true,
  };
  const user = await tx.findOne(User, { select, where: { id } });
  if (!user) throw new UserError('not_found', `There is no user ${id}`, 404);
  return user;
}
