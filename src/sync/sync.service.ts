import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CLI, type Actor } from '../auth/actor.js';
import { AuditLog } from '../auth/audit-log.js';
import { ClientsService } from '../clients/clients.service.js';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { UserError } from '../errors.js';
import { ClientReplica } from '../stats/client-replica.entity.js';
import { yesterdayAt } from '../stats/day.js';
import { JobQueue } from '../queue/job-queue.js';
import { incompleteItems } from './incomplete.js';
import { foundRun } from './runs.service.js';
import { RunLedger, type PlannedItem } from './run-ledger.js';
import { RunEnds } from './run-ends.js';
import { viewRun, type RunView } from './run-view.js';
import { SyncItem } from './sync-item.entity.js';
import { SyncRun, type RunTrigger } from './sync-run.entity.js';
import type { RunRequest } from './sync.schemas.js';
import { SyncSignals } from './sync-signals.js';
import { planWindows } from './window.js';

/** The answer to a request for a run: `created` false means that one was active already, and `id` is that one's. */
export interface StartedRun {
  readonly id: number;
  readonly created: boolean;
}

/** Who asked for a run and why. */
export interface RunOrigin {
  readonly trigger: RunTrigger;
  readonly actor: string | null;
  /** Where the request came from. */
  readonly address?: string | null;
  /** The cron tick the run answers, ISO 8601 UTC. */
  readonly scheduledFor?: string | null;
}

/** Plans, cancels and repeats runs. The work itself is done by the worker. */
@Injectable()
export class SyncService {
  constructor(
    private readonly database: Database,
    private readonly ledger: RunLedger,
    private readonly clients: ClientsService,
    private readonly queue: JobQueue,
    private readonly signals: SyncSignals,
    private readonly ends: RunEnds,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Plans a run with one item a client, in one transaction; the worker takes it from there.
   * @param planned what belongs to a new run goes into its transaction here.
   * @throws UserError `no_clients` when there is nothing to sync, 400 for a bad window or an unknown client.
   */
  async start(
    request: RunRequest,
    origin: RunOrigin,
    planned?: (tx: EntityManager, id: number) => Promise<void>,
  ): Promise<StartedRun> {
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const plan = planWindows(request, this.config.sync, yesterday);
    return this.announced(async (tx) => {
      const clients = await this.clients.toSync(tx, request.clientIds);
      const active = await this.ledger.active(tx);
      if (active) return { id: active.id, created: false };
      if (clients.length === 0) {
        throw new UserError(
          'no_clients',
          'There are no active clients to sync. Import some first: cli clients:import FILE',
        );
      }
      const replicas = new Map((await tx.find(ClientReplica)).map((replica) => [replica.clientId, replica]));
      const items = clients.map(({ id }) => {
        const replica = replicas.get(id);
        const facts = { hasRows: (replica?.days ?? 0) > 0, verifiedThrough: replica?.verifiedThrough ?? null };
        return { clientId: id, window: plan.windowOf(facts) };
      });
      const started = await this.plan(tx, items, {
        kind: plan.kind,
        exact: request.exact ?? false,
        whole: !request.clientIds,
        ...origin,
      });
      await planned?.(tx, started.id);
      return started;
    });
  }

  /** Plans the first sync of clients that were just created, once no run is active. */
  async startOwed(): Promise<void> {
    const owed = await this.database.read(async (tx) =>
      (await this.ledger.active(tx)) ? [] : this.clients.owedFirstSync(tx),
    );
    if (owed.length > 0) await this.start({ clientIds: owed }, { trigger: 'manual', actor: null });
  }

  /**
   * Ends the active run at once; a call that is under way is broken off and nothing of it is written.
   * @throws UserError 404 for an unknown run, 409 for a finished one.
   */
  async cancel(id: number, by: Actor): Promise<RunView> {
    const view = await this.database.write(async (tx) => {
      const run = await foundRun(tx, id);
      if (!run.active) throw new UserError('already_finished', `Run ${id} is ${run.status} already`, 409);
      const message = `Cancelled by ${by.name}`;
      await this.ledger.stop(
        tx,
        id,
        null,
        { status: 'cancelled', attempts: 0, code: 'cancelled', message },
        'cancelled',
      );
      await this.audit.record(tx, { by, action: 'sync.cancel', target: { type: 'sync_run', id } });
      return viewRun(tx, await foundRun(tx, id), this.clock.now().getTime());
    });
    await this.ends.announce(id);
    return view;
  }

  /**
   * A new run of every item of a finished run that is not `done`, with the same windows.
   * @throws UserError 404 for an unknown run, 409 when nothing is left to repeat or a run is active.
   */
  async retry(id: number, by: Actor): Promise<StartedRun> {
    return this.announced(async (tx) => {
      const run = await foundRun(tx, id);
      await this.assertNoneActive(tx);
      const items = await tx.find(SyncItem, { where: { runId: id }, order: { id: 'ASC' } });
      const left = items.filter(({ status }) => status !== 'done').map(plannedAgain);
      if (left.length === 0) throw new UserError('nothing_to_retry', `Every item of run ${id} is done`, 409);
      const { kind, exact, whole } = run;
      const origin = { trigger: 'retry' as const, actor: by.name, address: by.address };
      return this.plan(tx, left, { kind, exact, whole, ...origin });
    });
  }

  /**
   * A new run of every restaurant that is not copied, whichever run left it so, with the days that were tried last.
   * @throws UserError 409 when there is none or a run is active.
   */
  async retryIncomplete(by: Actor): Promise<StartedRun> {
    return this.announced(async (tx) => {
      await this.assertNoneActive(tx);
      const items = await (await incompleteItems(tx)).andWhere(`item.status <> 'done'`).getMany();
      if (items.length === 0) throw new UserError('nothing_to_retry', 'No restaurant is left to be copied', 409);
      const origin = { trigger: 'retry' as const, actor: by.name, address: by.address };
      return this.plan(tx, items.map(plannedAgain), { kind: 'full', exact: false, whole: false, ...origin });
    });
  }

  /**
   * Takes a suspicious empty answer for the truth: a new run that copies this client's window literally.
   * @param runId the run it must be of.
   * @throws UserError 404 for an unknown item, 409 when it ended otherwise or a run is active.
   */
  async acceptEmpty(itemId: number, by: Actor, runId?: number): Promise<StartedRun> {
    return this.announced(async (tx) => {
      const item = await tx.findOneBy(SyncItem, { id: itemId, ...(runId !== undefined && { runId }) });
      if (!item) throw new UserError('not_found', `There is no such item ${itemId}`, 404);
      if (item.status !== 'suspicious_empty') {
        throw new UserError('not_empty', `Item ${itemId} is no suspicious empty answer`, 409);
      }
      await this.assertNoneActive(tx);
      const origin = { trigger: 'manual' as const, actor: by.name, address: by.address };
      return this.plan(tx, [plannedAgain(item)], { kind: 'full', exact: true, whole: false, ...origin });
    });
  }

  private async assertNoneActive(tx: EntityManager): Promise<void> {
    const active = await this.ledger.active(tx);
    if (active) throw new UserError('run_active', `Run ${active.id} is active; wait for it or cancel it`, 409);
  }

  /** Plans in a unit of its own and rings once it is on disk. */
  private async announced(plan: (tx: EntityManager) => Promise<StartedRun>): Promise<StartedRun> {
    // A run that nobody can be told of would only be forgotten about.
    await this.queue.ready();
    const started = await this.database.write(plan);
    if (started.created) {
      this.signals.planned.next();
      this.signals.changed.next();
    }
    return started;
  }

  private async plan(
    tx: EntityManager,
    items: readonly PlannedItem[],
    { address = null, ...run }: Pick<SyncRun, 'kind' | 'exact' | 'whole'> & RunOrigin,
  ): Promise<StartedRun> {
    const id = await this.ledger.plan(tx, { ...run, scheduledFor: run.scheduledFor ?? null, items });
    const name = run.trigger === 'cli' ? CLI.name : run.actor;
    if (name !== null) {
      const { kind, exact } = run;
      await this.audit.record(tx, {
        by: { name, address },
        action: run.trigger === 'retry' ? 'sync.retry' : 'sync.start',
        target: { type: 'sync_run', id },
        after: { kind, exact, clients: items.length },
      });
    }
    return { id, created: true };
  }
}

function plannedAgain({ clientId, windowFrom, windowTo }: SyncItem): PlannedItem {
  return { clientId, window: { from: windowFrom, to: windowTo } };
}
