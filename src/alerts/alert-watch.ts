import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Subscription } from 'rxjs';
import { IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import { BackupLog } from '../backup/backup-log.js';
import { Clock } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { deleteSome } from '../database/delete-some.js';
import { LOGGER } from '../http/logger.js';
import { FreshnessService } from '../stats/freshness.service.js';
import { SyncRun } from '../sync/sync-run.entity.js';
import { SyncSignals } from '../sync/sync-signals.js';
import { Incident, INCIDENT_KINDS } from './incident.entity.js';
import { DEADLINE_MS, Messenger } from './messenger.js';
import { troublesIn } from './troubles.js';

const LOOK_EVERY_MS = 60_000;
/** Longer than any telling takes; a message that was not taken, or whose teller died, is tried again after it. */
const HOLD_MS = 4 * DEADLINE_MS;
/** A heartbeat that could not be sent for longer would speak of another night. */
const HEARTBEAT_WITHIN_MS = 12 * 3_600_000;

/** Opens and ends incidents by what SQL says, and has each told once when it begins and once when it ends. Sends the heartbeat. */
@Injectable()
export class AlertWatch implements OnModuleDestroy {
  private readonly shutdown = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private subscription: Subscription | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly messenger: Messenger,
    private readonly signals: SyncSignals,
    private readonly freshness: FreshnessService,
    private readonly backups: BackupLog,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.subscription = this.signals.runEnded.subscribe(() => void this.look());
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  /** Brings the incidents up to date, tells what is to be told and sends the heartbeat that is owed; resolves when that is done. Never throws. */
  look(): Promise<void> {
    if (this.messenger.beating) void this.guarded(() => this.beat());
    if (this.messenger.listening) {
      void this.guarded(async () => {
        await this.update();
        await this.tellAll();
      });
    }
    return this.turn;
  }

  /** Removes some of the incidents that were over before an instant, ISO 8601 UTC. Answers how many. */
  forget(tx: EntityManager, before: string): Promise<number> {
    return deleteSome(tx, Incident, (query) => query.where('row.ended_at < :before', { before }));
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    if (this.timer) clearInterval(this.timer);
    this.shutdown.abort();
    await this.turn;
  }

  private async beat(): Promise<void> {
    const id = await this.takeBeat();
    if (id === null) return;
    await this.messenger.heartbeat(this.shutdown.signal);
    const heartbeatAt = this.clock.now().toISOString();
    await this.database.write((tx) => tx.update(SyncRun, { id }, { heartbeatAt, heartbeatNotBefore: null }));
  }

  /** Claims the heartbeat of the last nightly run, if that was good and its heartbeat is owed; answers the run. */
  private takeBeat(): Promise<number | null> {
    return this.database.write(async (tx) => {
      const now = this.clock.now().getTime();
      const run = await tx.findOne(SyncRun, { where: { trigger: 'cron' }, order: { id: 'DESC' } });
      if (run?.status !== 'completed' || run.finishedAt === null || run.heartbeatAt !== null) return null;
      const held = run.heartbeatNotBefore !== null && Date.parse(run.heartbeatNotBefore) > now;
      if (held || Date.parse(run.finishedAt) < now - HEARTBEAT_WITHIN_MS) return null;
      await tx.update(SyncRun, { id: run.id }, { heartbeatNotBefore: new Date(now + HOLD_MS).toISOString() });
      return run.id;
    });
  }

  private async update(): Promise<void> {
    await this.database.write(async (tx) => {
      const now = this.clock.now();
      const backup = await this.backups.trouble(tx);
      const troubles = await troublesIn(tx, { freshness: await this.freshness.read(tx), backup });
      const open = new Set((await tx.findBy(Incident, { open: 1 })).map(({ kind }) => kind));
      for (const kind of INCIDENT_KINDS) {
        const message = troubles.get(kind);
        if (message !== undefined && !open.has(kind)) {
          await tx.insert(Incident, { kind, open: 1, message, startedAt: now.toISOString() });
        } else if (message === undefined && open.has(kind)) {
          await tx.update(Incident, { kind, open: 1 }, { open: null, endedAt: now.toISOString() });
        }
      }
    });
  }

  private async tellAll(): Promise<void> {
    for (let told = await this.take(); told; told = await this.take()) {
      const { incident, event } = told;
      await this.messenger.tell(incident, event, this.shutdown.signal);
      const at = this.clock.now().toISOString();
      const done = event === 'started' ? { startToldAt: at } : { endToldAt: at };
      await this.database.write((tx) => tx.update(Incident, { id: incident.id }, { ...done, notBefore: null }));
    }
  }

  /** Claims the oldest message that is to be told, so that no other process tells it too. */
  private async take(): Promise<{ incident: Incident; event: 'started' | 'ended' } | null> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const free = [{ notBefore: IsNull() }, { notBefore: LessThanOrEqual(now.toISOString()) }];
      const owed = [{ startToldAt: IsNull() }, { endedAt: Not(IsNull()), endToldAt: IsNull() }];
      const where = owed.flatMap((message) => free.map((unheld) => ({ ...message, ...unheld })));
      const incident = await tx.findOne(Incident, { where, order: { id: 'ASC' } });
      if (!incident) return null;
      const notBefore = new Date(now.getTime() + HOLD_MS).toISOString();
      await tx.update(Incident, { id: incident.id }, { notBefore });
      return { incident, event: incident.startToldAt === null ? 'started' : 'ended' };
    });
  }

  private guarded(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work).catch((error: unknown) => {
      if (!this.shutdown.signal.aborted) this.logger.error({ err: error }, 'an alert or heartbeat was not sent');
    });
    return this.turn;
  }
}
