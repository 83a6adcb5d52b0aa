import { whereContains, whereEquals, whereOnDays, whereIdIn, type Column, type Table } from '../table.js';
import type { Tone } from '../../shell/components/badge.js';
import { COUNTER_NAMES, type CounterName, isRunActive, RUN_STATUSES, type RunStatus } from '../../../domain/index.js';
import { toRunDtos, RUN_KINDS, RUN_TRIGGERS, SyncRun, type SyncService } from '../../../sync/index.js';
import type { Clock } from '../../../platform/config/index.js';

export const countColumns: readonly Column[] = COUNTER_NAMES.map((name) => ({ name, isNumber: true }));

/** The counters of days that a run has changed. */
const CHANGES = ['inserted', 'updated', 'deleted'] as const satisfies readonly CounterName[];

/** What the status of a run means. */
export const RUN_TONES: Readonly<Record<RunStatus, Tone>> = {
  queued: 'info',
  running: 'info',
  completed: 'good',
  partial: 'warn',
  failed: 'bad',
  cancelled: 'neutral',
  interrupted: 'warn',
};

/** The table of runs. Its days are days of `timeZone`, an IANA name. */
export function runsTable(sync: SyncService, clock: Clock, timeZone: string): Table<SyncRun> {
  return {
    id: 'runs',
    icon: 'RefreshCw',
    access: 'manager',
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'createdAt', type: 'day', sort: 'row.createdAt' },
      { name: 'status', values: RUN_STATUSES, tones: RUN_TONES },
      { name: 'kind', values: RUN_KINDS },
      { name: 'trigger', values: RUN_TRIGGERS },
      { name: 'actor' },
      { name: 'exact' },
      { name: 'window' },
      { name: 'progress', isNumber: true },
      { name: 'changed', isNumber: true },
      { name: 'quarantined', isNumber: true },
      { name: 'duration', isNumber: true },
    ],
    titleColumn: 'createdAt',
    newestFirstBy: 'createdAt',
    recordPath: '/admin/runs/{id}',
    list: ['createdAt', 'status', 'progress', 'changed', 'quarantined', 'duration', 'trigger'],
    card: { beside: 'progress', line: ['status', 'duration'] },
    show: ['status'],
    edit: [],
    filter: ['status', 'kind', 'trigger', 'actor', 'createdAt'],
    query: (tx) => tx.createQueryBuilder(SyncRun, 'row'),
    filterBy(query, { status, kind, trigger, actor, createdAt }) {
      whereEquals(query, 'row.status', status);
      whereEquals(query, 'row.kind', kind);
      whereEquals(query, 'row.trigger', trigger);
      whereContains(query, 'row.actor', actor);
      whereOnDays(query, 'row.createdAt', createdAt, timeZone);
    },
    selectIds: whereIdIn,
    order: [['row.id', 'DESC']],
    async toDisplayRows(rows, formatter, tx) {
      const runs = await toRunDtos(tx, rows, clock.now().getTime());
      return runs.map((run) => ({
        id: run.id,
        status: run.status,
        kind: run.kind,
        trigger: run.trigger,
        actor: formatter.actor(run.actor),
        exact: formatter.yesNo(run.exact),
        window: formatter.period(run.window),
        progress: formatter.share(run.items.done, run.progress.total),
        changed: formatter.count(CHANGES.reduce((sum, name) => sum + run.counts[name], 0)),
        quarantined: formatter.count(run.counts.quarantined),
        createdAt: formatter.instant(run.createdAt),
        duration: formatter.duration(run.startedAt, run.finishedAt),
      }));
    },
    actions: [
      {
        kind: 'row',
        name: 'cancel',
        access: 'admin',
        icon: 'XCircle',
        guard: 'cancel',
        isApplicable: ({ status }) => isRunActive(status as RunStatus),
        run: (id, actor) => sync.cancel(id, actor),
        getSuccessMessage: ({ done }) => done.cancelled,
      },
      {
        kind: 'row',
        name: 'retry',
        access: 'admin',
        icon: 'RotateCw',
        isApplicable: ({ status }) => ['partial', 'failed', 'cancelled', 'interrupted'].includes(String(status)),
        run: (id, actor) => sync.retry(id, actor),
        getSuccessMessage: ({ done }) => done.retried,
      },
    ],
  };
}
