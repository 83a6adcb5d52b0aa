import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThan, type EntityManager } from 'typeorm';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { OperationalError } from '../errors.js';
import { ROLES } from './roles.js';
import { Session } from './session.entity.js';
import { User } from './user.entity.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A long weekend away does not log anybody out. */
const IDLE_MS = 4 * DAY_MS;
/** However busy, a session ends this long after the login, ms. */
export const SESSION_LIFETIME_MS = 14 * DAY_MS;
/** So seldom is a use written down: reading pages must not cost a write each. */
const TOUCH_MS = 5 * MINUTE_MS;

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Who is logged in. A session's user and role are read afresh at every request. */
@Injectable()
export class SessionsService {
  /** Without a secret of the environment's, which production demands, a restart logs everybody out. */
  private readonly secret: string | Buffer;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Pick<Config, 'sessionSecret'>,
  ) {
    this.secret = config.sessionSecret ?? randomBytes(32);
  }

  /** Begins a session in the caller's unit of work and answers its id, which nobody can read again; clears away what expired. */
  async begin(tx: EntityManager, userId: number): Promise<string> {
    const now = this.clock.now();
    await this.forgetExpired(tx);
    const id = randomBytes(32).toString('base64url');
    await tx.insert(Session, {
      idHash: this.hashOf(id),
      userId,
      createdAt: now.toISOString(),
      seenAt: now.toISOString(),
    });
    return id;
  }

  /** The user of a session that has not expired, when they may still log in; else null. */
  async authenticate(id: string): Promise<User | null> {
    if (!SHAPE.test(id)) return null;
    const idHash = this.hashOf(id);
    const now = this.clock.now();
    const found = await this.database.read(async (tx) => {
      const session = await tx.findOneBy(Session, { idHash });
      if (!session || session.createdAt < ago(now, SESSION_LIFETIME_MS) || session.seenAt < ago(now, IDLE_MS))
        return null;
      const user = await tx.findOneBy(User, { id: session.userId, disabledAt: IsNull() });
      return user && ROLES.includes(user.role) ? { session, user } : null;
    });
    if (found && found.session.seenAt < ago(now, TOUCH_MS)) await this.touch(idHash, now);
    return found?.user ?? null;
  }

  /** Removes the sessions nobody can use any more. Answers how many. */
  async forgetExpired(tx: EntityManager): Promise<number> {
    const now = this.clock.now();
    const over = await tx.delete(Session, { createdAt: LessThan(ago(now, SESSION_LIFETIME_MS)) });
    const idle = await tx.delete(Session, { seenAt: LessThan(ago(now, IDLE_MS)) });
    return (over.affected ?? 0) + (idle.affected ?? 0);
  }

  /** Ends one session; one that is no more is no error. */
  async end(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Session, { idHash: this.hashOf(id) });
  }

  /** Ends every session of a user. */
  async endAllOf(tx: EntityManager, userId: number): Promise<void> {
    await tx.delete(Session, { userId });
  }

  private async touch(idHash: string, now: Date): Promise<void> {
    try {
      await this.database.write((tx) => tx.update(Session, { idHash }, { seenAt: now.toISOString() }));
    } catch (error) {
      // A full disk must not keep anybody from reading; the database remembers it for /health.
      if (!(error instanceof OperationalError)) throw error;
    }
  }

  private hashOf(id: string): string {
    return createHmac('sha256', this.secret).update(id).digest('hex');
  }
}

function ago(now: Date, ms: number): string {
  return new Date(now.getTime() - ms).toISOString();
}
