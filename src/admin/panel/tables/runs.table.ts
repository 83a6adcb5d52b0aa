import { viewRuns } from '../../../sync/run-view.js';
import { RUN_KINDS, RUN_STATUSES, RUN_TRIGGERS, SyncRun } from '../../../sync/sync-run.entity.js';
import type { SyncService } from '../../../sync/sync.service.js';
import { contains, equals, onDays, pickByNumber, type Column, type Table } from '../table.js';
import type { Clock } from '../../../config/config.module.js';

export const COUNTS = [
  'inserted',
  'updated',
  'unchanged',
  'deleted',
  'quarantined',
  'missingUpstream',
  'ignored',
] as const;
export const countColumns: readonly Column[] = COUNTS.map((name) => ({ name }));

/** Every run of the sync. `timeZone` is the one its days are of. */
export function runsTable(sync: SyncService, clock: Clock, timeZone: string): Table<SyncRun> {
  return {
    id: 'runs',
    icon: 'RefreshCw',
    access: 'manager',
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'createdAt', type: 'day', sort: 'row.createdAt' },
      { name: 'status', values: RUN_STATUSES },
      { name: 'kind', values: RUN_KINDS },
      { name: 'trigger', values: RUN_TRIGGERS },
      { name: 'actor' },
      { name: 'exact' },
      { name: 'window' },
      { name: 'progress' },
      { name: 'error' },
      { name: 'detail' },
      ...countColumns,
      { name: 'startedAt' },
      { name: 'finishedAt' },
      { name: 'duration' },
      { name: 'notCopied', type: 'link' },
      { name: 'items', type: 'link' },
      { name: 'refused', type: 'link' },
      { name: 'gaps', type: 'link' },
    ],
    title: 'createdAt',
    newestBy: 'createdAt',
    list: ['createdAt', 'status', 'trigger', 'window', 'progress', 'inserted', 'quarantined'],
    show: [
      'status',
      'error',
      'detail',
      'notCopied',
      'items',
      'refused',
      'gaps',
      'kind',
      'exact',
      'trigger',
      'actor',
      'window',
      'progress',
      ...COUNTS,
      'createdAt',
      'startedAt',
      'finishedAt',
      'duration',
    ],
    edit: [],
    filter: ['status', 'kind', 'trigger', 'actor', 'createdAt'],
    query: (tx) => tx.createQueryBuilder(SyncRun, 'row'),
    narrow(query, { status, kind, trigger, actor, createdAt }) {
      equals(query, 'row.status', status);
      equals(query, 'row.kind', kind);
      equals(query, 'row.trigger', trigger);
      contains(query, 'row.actor', actor);
      onDays(query, 'row.createdAt', createdAt, timeZone);
    },
    pick: pickByNumber,
    order: [['row.id', 'DESC']],
    async shown(rows, display, tx) {
      const views = await viewRuns(tx, rows, clock.now().getTime());
      return views.map((run) => ({
        id: run.id,
        status: run.status,
        kind: run.kind,
        trigger: run.trigger,
        actor: run.actor ?? display.words.none,
        exact: display.yesNo(run.exact),
        window: display.period(run.window.from, run.window.to),
        progress: `${run.progress.done}/${run.progress.total} (${run.progress.percent}%)`,
        error: display.problem(run.error),
        detail: run.error?.message ?? display.words.none,
        ...Object.fromEntries(COUNTS.map((name) => [name, display.count(run.counts[name])])),
        createdAt: display.instant(run.createdAt),
        startedAt: display.instant(run.startedAt),
        finishedAt: display.instant(run.finishedAt),
        duration: display.duration(run.startedAt, run.finishedAt),
        notCopied:
          run.progress.done > run.items.done
            ? `/admin/resources/items?filters.runId=${run.id}&filters.outcome=notDone`
            : null,
        items: `/admin/resources/items?filters.runId=${run.id}`,
        refused: run.counts.quarantined > 0 ? `/admin/resources/quarantine?filters.runId=${run.id}` : null,
        gaps: `/admin/gaps?from=${run.window.from}&to=${run.window.to}`,
      }));
    },
    actions: [
      {
        kind: 'row',
        name: 'cancel',
        access: 'admin',
        icon: 'XCircle',
        guard: 'cancel',
        applies: ({ status }) => status === 'queued' || status === 'running',
        run: (id, by) => sync.cancel(id, by),
        done: ({ done }) => done.cancelled,
      },
      {
        kind: 'row',
        name: 'retry',
        access: 'admin',
        icon: 'RotateCw',
        applies: ({ status }) => ['partial', 'failed', 'cancelled', 'interrupted'].includes(String(status)),
        run: (id, by) => sync.retry(id, by),
        done: ({ done }) => done.retried,
      },
    ],
  };
}
