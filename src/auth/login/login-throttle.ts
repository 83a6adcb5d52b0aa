import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, type EntityManager } from 'typeorm';
import { LoginAttempts } from './login-attempts.entity.js';
import { Clock } from '../../platform/config/index.js';
import { networkOf } from '../../platform/http/index.js';

/** An account, an address, or an account at an address: attempts are counted for each. */
type Subject = Pick<LoginAttempts, 'account' | 'address'>;

/** What the throttle says of an attempt: wait until an instant, or go on, counted as a failure until {@link LoginThrottle.recordSuccess}. */
export type Admission =
  { readonly blockedUntil: Date } | { readonly subjects: readonly Subject[]; readonly locked: boolean };

const HOUR_MS = 3_600_000;
const KEEP_FAILURES_MS = 24 * HOUR_MS;
const KEEP_KNOWN_ADDRESS_MS = 90 * 24 * HOUR_MS;

/** Attempts before the first pause. An office shares one address, so an address has more. */
const FREE_ATTEMPTS = { account: 5, address: 20, known: 10 };
/** Pauses double from a second up to this: an hour of guessing is four guesses. */
const MAX_PAUSE_S = 900;
/** A pause of this length is recorded in the audit log. */
const LOCKOUT_S = 60;

/**
 * Slows down password guessing for each account and each address: pauses double up to 15 minutes. Attempts from an address
 * where the account has logged in before are counted separately, so a stranger who keeps an account locked does not lock its
 * owner out. A new password unlocks the account too.
 */
@Injectable()
export class LoginThrottle {
  constructor(private readonly clock: Clock) {}

  /** Counts an attempt before the password is checked, so that parallel attempts gain nothing. `locked` means that it started a lockout. */
  async registerAttempt(tx: EntityManager, email: string, ip: string): Promise<Admission> {
    const now = this.clock.now();
    await this.purge(tx);
    const account = digest(email);
    const address = digest(networkOf(ip));
    const pair = await tx.findOneBy(LoginAttempts, { account, address });
    const subjects = pair
      ? [{ account, address }]
      : [
          { account, address: '' },
          { account: '', address },
        ];
    const held: (LoginAttempts | null)[] = [];
    for (const subject of subjects) held.push(await tx.findOneBy(LoginAttempts, subject));
    const blocked = held.flatMap((row) => row?.blockedUntil ?? []).filter((until) => until > now.toISOString());
    const longest = blocked.sort().at(-1);
    if (longest) return { blockedUntil: new Date(longest) };
    let locked = false;
    for (const [at, subject] of subjects.entries()) {
      const failures = (held[at]?.failures ?? 0) + 1;
      const pause = pauseAfter(
        failures,
        pair ? FREE_ATTEMPTS.known : subject.account === '' ? FREE_ATTEMPTS.address : FREE_ATTEMPTS.account,
      );
      locked ||= pause >= LOCKOUT_S;
      const row = {
        failures,
        failedAt: now.toISOString(),
        blockedUntil: pause > 0 ? new Date(now.getTime() + pause * 1000).toISOString() : null,
      };
      if (held[at]) await tx.update(LoginAttempts, subject, row);
      else await tx.insert(LoginAttempts, { ...subject, ...row, knownAt: null });
    }
    return { subjects, locked };
  }

  /** Removes the count of an attempt that succeeded, and stores the address as known. */
  async recordSuccess(tx: EntityManager, email: string, ip: string, subjects: readonly Subject[]): Promise<void> {
    const account = digest(email);
    const address = digest(networkOf(ip));
    for (const subject of subjects) {
      if (subject.account !== '') await tx.delete(LoginAttempts, subject);
      else {
        // An address keeps its other failures: a guesser could reset them by logging in to an own account.
        await tx.decrement(LoginAttempts, subject, 'failures', 1);
        await tx.update(LoginAttempts, subject, { blockedUntil: null });
      }
    }
    const knownAt = this.clock.now().toISOString();
    await tx.delete(LoginAttempts, { account, address });
    await tx.insert(LoginAttempts, { account, address, failures: 0, failedAt: null, blockedUntil: null, knownAt });
  }

  /** Removes the count of an attempt whose password was right and whose code is still missing. Failures before it stay. */
  async withdraw(tx: EntityManager, subjects: readonly Subject[]): Promise<void> {
    for (const subject of subjects) {
      await tx.decrement(LoginAttempts, subject, 'failures', 1);
      await tx.update(LoginAttempts, subject, { blockedUntil: null });
    }
  }

  /** Unlocks an account whose owner has a new password. */
  async unlock(tx: EntityManager, email: string): Promise<void> {
    await tx.update(LoginAttempts, { account: digest(email) }, { failures: 0, blockedUntil: null });
  }

  /** Deletes failures older than 24 hours and known addresses unused for 90 days; returns how many rows. */
  async purge(tx: EntityManager): Promise<number> {
    const now = this.clock.now();
    const failedAt = LessThan(new Date(now.getTime() - KEEP_FAILURES_MS).toISOString());
    const failed = await tx.delete(LoginAttempts, { knownAt: IsNull(), failedAt });
    await tx.update(LoginAttempts, { failedAt }, { failures: 0, failedAt: null, blockedUntil: null });
    const knownAt = LessThan(new Date(now.getTime() - KEEP_KNOWN_ADDRESS_MS).toISOString());
    const known = await tx.delete(LoginAttempts, { knownAt });
    return (failed.affected ?? 0) + (known.affected ?? 0);
  }
}

/** Returns the pause in seconds after this number of failures. */
function pauseAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(2 ** (failures - free), MAX_PAUSE_S);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
