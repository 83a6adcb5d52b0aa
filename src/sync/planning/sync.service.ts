import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CANCELLED_CODE, queryIncompleteItems } from '../runs/incomplete-clients.js';
import { findRunOrThrow } from '../runs/runs.service.js';
import { RunRepository, type PlannedItem } from '../runs/run.repository.js';
import { RunCompletionNotifier } from '../runs/run-completion.notifier.js';
import { toRunDto, type RunDto } from '../runs/run.dto.js';
import { SyncItem } from '../runs/sync-item.entity.js';
import { SyncRun, type RunTrigger } from '../runs/sync-run.entity.js';
import type { RunRequest } from '../api/sync.schema.js';
import { RunPlanned } from '../sync.events.js';
import { planWindows } from './window-planner.js';
import { CLI, type Actor, AuditLogService } from '../../auth/index.js';
import { ClientsService } from '../../clients/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { UserError, yesterdayAt } from '../../domain/index.js';
import { ClientReplica } from '../../stats/index.js';
import type { RememberStart } from '../../platform/idempotency/index.js';
import { JobQueue } from '../../platform/queue/index.js';

/** The id of a run. With `created` false it is the one that was active already. */
export interface StartedRun {
  readonly id: number;
  readonly created: boolean;
}

/** The actor and the trigger of a run. */
export interface RunOrigin {
  readonly trigger: RunTrigger;
  readonly actor: string | null;
  /** The network address of the request. */
  readonly address?: string | null;
  /** The cron time the run is started for, ISO 8601 UTC. */
  readonly scheduledFor?: string | null;
}

/** Plans, cancels and retries runs. The worker processes them. */
@Injectable()
export class SyncService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly clients: ClientsService,
    private readonly queue: JobQueue,
    private readonly events: DomainEvents,
    private readonly completion: RunCompletionNotifier,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Plans a run with one item per client, in one transaction. Returns the active run instead when there is one.
   * @param onPlanned writes what belongs to a new run, in the same transaction.
   * @throws UserError `no_clients` when there is nothing to sync, 400 for a bad window or an unknown client.
   */
  async start(request: RunRequest, origin: RunOrigin, onPlanned?: RememberStart): Promise<StartedRun> {
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    const plan = planWindows(request, this.config.sync, yesterday);
    return this.planAndNotify(async (tx) => {
      const clients = await this.clients.listForSync(tx, request.clientIds);
      const active = await this.runs.findActive(tx);
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
      const run = { kind: plan.kind, exact: request.exact ?? false, coversAllClients: !request.clientIds, ...origin };
      return this.plan(tx, items, run, onPlanned);
    });
  }

  /** Plans the first sync of newly created clients. Does nothing while a run is active, and where nothing is copied. */
  async startFirstSyncs(): Promise<void> {
    if (this.config.upstream.isPushed) return;
    const clientIds = await this.database.read(async (tx) =>
      (await this.runs.findActive(tx)) ? [] : this.clients.listFirstSyncRequests(tx),
    );
    if (clientIds.length > 0) await this.start({ clientIds }, { trigger: 'new_client', actor: null });
  }

  /**
   * Ends the active run at once. Its upstream calls are aborted and their responses are not written.
   * @throws UserError 404 for an unknown run, 409 for a finished one.
   */
  async cancel(id: number, by: Actor): Promise<RunDto> {
    const dto = await this.database.write(async (tx) => {
      const run = await findRunOrThrow(tx, id);
      if (!run.active) throw new UserError('already_finished', `Run ${id} has ended already`, 409);
      const message = `Cancelled by ${by.name}`;
      await this.runs.stop(
        tx,
        id,
        null,
        { status: 'cancelled', attempts: 0, code: CANCELLED_CODE, message },
        'cancelled',
      );
      await this.audit.record(tx, { by, action: 'sync.cancel', target: { type: 'sync_run', id } });
      return toRunDto(tx, await findRunOrThrow(tx, id), this.clock.now().getTime());
    });
    await this.completion.notify(id);
    return dto;
  }

  /**
   * Plans a new run of every item of a run that is not `done`, with the same windows.
   * @param onPlanned as in {@link start}.
   * @throws UserError 404 for an unknown run, 409 when nothing is left to repeat or a run is active.
   */
  async retry(id: number, by: Actor, onPlanned?: RememberStart): Promise<StartedRun> {
    return this.planAndNotify(async (tx) => {
      const run = await findRunOrThrow(tx, id);
      await this.assertNoneActive(tx);
      const items = await tx.find(SyncItem, { where: { runId: id }, order: { id: 'ASC' } });
      const unfinished = items.filter(({ status }) => status !== 'done').map(toPlannedItem);
      if (unfinished.length === 0) throw new UserError('nothing_to_retry', `Every item of run ${id} is done`, 409);
      const { kind, exact, coversAllClients } = run;
      const origin = { trigger: 'retry' as const, actor: by.name, address: by.address };
      return this.plan(tx, unfinished, { kind, exact, coversAllClients, ...origin }, onPlanned);
    });
  }

  /**
   * Plans a new run of every client whose latest copy failed, in whichever run, with the window of that item.
   * @param onPlanned as in {@link start}.
   * @throws UserError 409 when there is none or a run is active.
   */
  async retryIncomplete(by: Actor, onPlanned?: RememberStart): Promise<StartedRun> {
    return this.planAndNotify(async (tx) => {
      await this.assertNoneActive(tx);
      const items = await (await queryIncompleteItems(tx)).andWhere(`item.status <> 'done'`).getMany();
      if (items.length === 0) throw new UserError('nothing_to_retry', 'No restaurant is left to be copied', 409);
      const origin = { trigger: 'retry' as const, actor: by.name, address: by.address };
      const run = { kind: 'full' as const, exact: false, coversAllClients: false, ...origin };
      return this.plan(tx, items.map(toPlannedItem), run, onPlanned);
    });
  }

  /**
   * Accepts a suspicious empty response: plans a new run that copies this client's window exactly.
   * @param runId the run that the item must belong to.
   * @param onPlanned as in {@link start}.
   * @returns the new run.
   * @throws UserError 404 for an unknown item, 409 when it ended otherwise or a run is active.
   */
  async acceptEmpty(itemId: number, by: Actor, runId?: number, onPlanned?: RememberStart): Promise<StartedRun> {
    return this.planAndNotify(async (tx) => {
      const item = await findItemOrThrow(tx, itemId, runId);
      if (item.status !== 'suspicious_empty') {
        throw new UserError('not_empty', `Item ${itemId} is no suspicious empty response`, 409);
      }
      await this.assertNoneActive(tx);
      const origin = { trigger: 'manual' as const, actor: by.name, address: by.address };
      const run = { kind: 'full' as const, exact: true, coversAllClients: false, ...origin };
      return this.plan(tx, [toPlannedItem(item)], run, onPlanned);
    });
  }

  /**
   * Plans a new run of one client of a finished run, with the same window.
   * @throws UserError 404 for an unknown item, 409 when it is done or a run is active.
   */
  async retryItem(itemId: number, by: Actor, runId: number): Promise<StartedRun> {
    return this.planAndNotify(async (tx) => {
      const item = await findItemOrThrow(tx, itemId, runId);
      await this.assertNoneActive(tx);
      if (item.status === 'done') throw new UserError('nothing_to_retry', `Item ${itemId} is copied already`, 409);
      const { kind, exact } = await findRunOrThrow(tx, runId);
      const origin = { trigger: 'retry' as const, actor: by.name, address: by.address };
      return this.plan(tx, [toPlannedItem(item)], { kind, exact, coversAllClients: false, ...origin });
    });
  }

  private async assertNoneActive(tx: EntityManager): Promise<void> {
    const active = await this.runs.findActive(tx);
    if (active) throw new UserError('run_active', `Run ${active.id} is active; wait for it or cancel it`, 409);
  }

  /** Plans a run in its own transaction and publishes {@link RunPlanned} after the commit. */
  private async planAndNotify(plan: (tx: EntityManager) => Promise<StartedRun>): Promise<StartedRun> {
    if (this.config.upstream.isPushed) {
      throw new UserError('not_pulled', 'Nothing is copied from a server here: a collector sends the numbers.', 409);
    }
    // Without the queue no worker would be notified of the run.
    await this.queue.waitUntilReady();
    const started = await this.database.write(plan);
    if (started.created) this.events.publish(RunPlanned, { runId: started.id });
    return started;
  }

  private async plan(
    tx: EntityManager,
    items: readonly PlannedItem[],
    { address = null, ...run }: Pick<SyncRun, 'kind' | 'exact' | 'coversAllClients'> & RunOrigin,
    onPlanned?: RememberStart,
  ): Promise<StartedRun> {
    const id = await this.runs.plan(tx, { ...run, scheduledFor: run.scheduledFor ?? null, items });
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
    await onPlanned?.(tx, id);
    return { id, created: true };
  }
}

async function findItemOrThrow(tx: EntityManager, id: number, runId?: number): Promise<SyncItem> {
  const item = await tx.findOneBy(SyncItem, { id, ...(runId !== undefined && { runId }) });
  if (!item) throw new UserError('not_found', `There is no such item ${id}`, 404);
  return item;
}

function toPlannedItem({ clientId, windowFrom, windowTo }: SyncItem): PlannedItem {
  return { clientId, window: { from: windowFrom, to: windowTo } };
}
