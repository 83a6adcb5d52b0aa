import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, type EntityManager } from 'typeorm';
import { Clock } from '../config/config.module.js';
import { LoginAttempts } from './login-attempts.entity.js';

/** One subject that attempts are counted for. */
type Subject = Pick<LoginAttempts, 'account' | 'address'>;

/** What the throttle says of an attempt: wait until an instant, or go on, counted as a failure until {@link LoginThrottle.succeeded}. */
export type Admission =
  { readonly blockedUntil: Date } | { readonly subjects: readonly Subject[]; readonly locked: boolean };

const HOUR_MS = 3_600_000;
const FORGET_FAILURES_MS = 24 * HOUR_MS;
const FORGET_ADDRESS_MS = 90 * 24 * HOUR_MS;

/** Attempts before the first pause. An office shares one address. */
const FREE = { account: 5, address: 20, known: 10 };
/** Pauses double from a second up to this: an hour of guessing is four guesses. */
const MAX_PAUSE_S = 900;
/** A pause of this length is worth an entry in the audit log. */
const LOCKOUT_S = 60;

/**
 * Slows guessing of passwords down, for each account and for each address, and then locks it for a quarter of an hour at a
 * time. Who logs in from an address from which that account has logged in before is counted apart, so that a stranger who
 * keeps an account locked does not lock its owner out; a new password frees the account too.
 */
@Injectable()
export class LoginThrottle {
  constructor(private readonly clock: Clock) {}

  /** Counts an attempt before the password is checked, so that many at once gain nothing. `locked`: this one began a lockout. */
  async admit(tx: EntityManager, email: string, ip: string): Promise<Admission> {
    const now = this.clock.now();
    await this.forgetOld(tx);
    const account = digest(email);
    const address = digest(network(ip));
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
      const pause = pauseAfter(failures, pair ? FREE.known : subject.account === '' ? FREE.address : FREE.account);
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

  /** The attempt was a good one: takes its count back, and remembers the address. */
  async succeeded(tx: EntityManager, email: string, ip: string, subjects: readonly Subject[]): Promise<void> {
    const account = digest(email);
    const address = digest(network(ip));
    for (const subject of subjects) {
      if (subject.account !== '') await tx.delete(LoginAttempts, subject);
      else {
        // An address keeps its other failures: else an account of a guesser's own would free it.
        await tx.decrement(LoginAttempts, subject, 'failures', 1);
        await tx.update(LoginAttempts, subject, { blockedUntil: null });
      }
    }
    const knownAt = this.clock.now().toISOString();
    await tx.delete(LoginAttempts, { account, address });
    await tx.insert(LoginAttempts, { account, address, failures: 0, failedAt: null, blockedUntil: null, knownAt });
  }

  /** Frees an account: its owner has a new password. */
  async free(tx: EntityManager, email: string): Promise<void> {
    await tx.update(LoginAttempts, { account: digest(email) }, { failures: 0, blockedUntil: null });
  }

  /** Forgets failures of the day before and addresses that were long not used. Answers how many rows went. */
  async forgetOld(tx: EntityManager): Promise<number> {
    const now = this.clock.now();
    const failedAt = LessThan(new Date(now.getTime() - FORGET_FAILURES_MS).toISOString());
    const failed = await tx.delete(LoginAttempts, { knownAt: IsNull(), failedAt });
    await tx.update(LoginAttempts, { failedAt }, { failures: 0, failedAt: null, blockedUntil: null });
    const knownAt = LessThan(new Date(now.getTime() - FORGET_ADDRESS_MS).toISOString());
    const known = await tx.delete(LoginAttempts, { knownAt });
    return (failed.affected ?? 0) + (known.affected ?? 0);
  }
}

/** Seconds to wait after so many failures. */
function pauseAfter(failures: number, free: number): number {
  return failures < free ? 0 : Math.min(2 ** (failures - free), MAX_PAUSE_S);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What one person holds: an IPv4 address, or the /64 network of an IPv6 one. */
function network(ip: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
