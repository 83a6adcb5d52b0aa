import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { ROLES } from '../access/roles.js';
import { Session } from './session.entity.js';
import { User } from '../users/user.entity.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { OperationalError } from '../../domain/index.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Long enough that a long weekend logs nobody out, ms. */
const MAX_IDLE_MS = 4 * DAY_MS;
/** A session ends this long after the login, however often it is used, ms. */
export const SESSION_LIFETIME_MS = 14 * DAY_MS;
/** A use is stored at most this often, so that reading pages does not cost a write each. */
const SEEN_AT_INTERVAL_MS = 5 * MINUTE_MS;

/** Where a session is opened. */
export interface Device {
  readonly address: string | null;
  /** What the browser calls itself. */
  readonly userAgent: string | null;
}

/** A session for a list. `key` names it; it is a hash that opens nothing. */
export interface SessionInfo extends Device {
  readonly key: string;
  readonly createdAt: string;
  readonly seenAt: string;
}

const MAX_USER_AGENT_LENGTH = 300;

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Sessions of logged-in users. The user and role of a session are read at every request. */
@Injectable()
export class SessionsService {
  /** Without `SESSION_SECRET`, which production requires, a restart logs everybody out. */
  private readonly secret: string | Buffer;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Pick<Config, 'sessionSecret'>,
  ) {
    this.secret = config.sessionSecret ?? randomBytes(32);
  }

  /** Creates a session in the caller's unit of work, deletes expired ones and returns the id, of which only a hash is stored. */
  async create(tx: EntityManager, userId: number, { address, userAgent }: Device): Promise<string> {
    const now = this.clock.now();
    await this.purgeExpired(tx);
    const id = randomBytes(32).toString('base64url');
    await tx.insert(Session, {
      idHash: this.hashOf(id),
      userId,
      createdAt: now.toISOString(),
      confirmedAt: now.toISOString(),
      seenAt: now.toISOString(),
      address,
      userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
    });
    return id;
  }

  /**
   * Returns a session that has not expired, with its user, when the user is enabled; else null.
   * @param isUse stores that the session was used just now, which keeps it from expiring.
   */
  async authenticate(id: string, isUse = true): Promise<{ session: Session; user: User } | null> {
    if (!SHAPE.test(id)) return null;
    const idHash = this.hashOf(id);
    const now = this.clock.now();
    const found = await this.database.read(async (tx) => {
      const session = await tx.findOneBy(Session, { idHash });
      if (!session || session.createdAt < ago(now, SESSION_LIFETIME_MS) || session.seenAt < ago(now, MAX_IDLE_MS))
        return null;
      const user = await tx.findOneBy(User, { id: session.userId, disabledAt: IsNull() });
      return user && ROLES.includes(user.role) ? { session, user } : null;
    });
    if (isUse && found && found.session.seenAt < ago(now, SEEN_AT_INTERVAL_MS)) await this.touch(idHash, now);
    return found;
  }

  /** Returns a signature of a text under `SESSION_SECRET`, hex. */
  sign(text: string): string {
    return createHmac('sha256', this.secret).update(`signed:${text}`).digest('hex');
  }

  /** Stores that the person of a session typed their password just now. */
  async confirm(tx: EntityManager, id: string): Promise<void> {
    await tx.update(Session, { idHash: this.hashOf(id) }, { confirmedAt: this.clock.now().toISOString() });
  }

  /** Deletes the expired sessions; returns how many. */
  async purgeExpired(tx: EntityManager): Promise<number> {
    const now = this.clock.now();
    const over = await tx.delete(Session, { createdAt: LessThan(ago(now, SESSION_LIFETIME_MS)) });
    const idle = await tx.delete(Session, { seenAt: LessThan(ago(now, MAX_IDLE_MS)) });
    return (over.affected ?? 0) + (idle.affected ?? 0);
  }

  /** Deletes a session, if it exists. */
  async delete(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Session, { idHash: this.hashOf(id) });
  }

  /** Returns the sessions of a user that have not expired, the last used first. */
  async list(tx: EntityManager, userId: number): Promise<SessionInfo[]> {
    const now = this.clock.now();
    const sessions = await tx.find(Session, {
      where: {
        userId,
        createdAt: MoreThanOrEqual(ago(now, SESSION_LIFETIME_MS)),
        seenAt: MoreThanOrEqual(ago(now, MAX_IDLE_MS)),
      },
      order: { seenAt: 'DESC', idHash: 'ASC' },
    });
    return sessions.map(({ idHash: key, createdAt, seenAt, address, userAgent }) => ({
      key,
      createdAt,
      seenAt,
      address,
      userAgent,
    }));
  }

  /** Returns the key by which {@link list} names the session of a browser. */
  keyOf(id: string): string {
    return this.hashOf(id);
  }

  /** Deletes a session of a user by its key; returns whether there was one. */
  async deleteByKey(tx: EntityManager, userId: number, key: string): Promise<boolean> {
    return ((await tx.delete(Session, { userId, idHash: key })).affected ?? 0) > 0;
  }

  /** Deletes every session of a user. */
  async deleteAllOf(tx: EntityManager, userId: number): Promise<void> {
    await tx.delete(Session, { userId });
  }

  private async touch(idHash: string, now: Date): Promise<void> {
    try {
      await this.database.write((tx) => tx.update(Session, { idHash }, { seenAt: now.toISOString() }));
    } catch (error) {
      // A full disk must not keep people from reading; /health reports it.
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
