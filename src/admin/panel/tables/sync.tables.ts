import { QuarantinedRowEntity } from '../../../sync/quarantined-row.entity.js';
import { viewRuns } from '../../../sync/run-view.js';
import { ITEM_STATUSES, SyncItem } from '../../../sync/sync-item.entity.js';
import { RUN_KINDS, RUN_STATUSES, RUN_TRIGGERS, SyncRun } from '../../../sync/sync-run.entity.js';
import type { SyncService } from '../../../sync/sync.service.js';
import { contains, equals, equalsId, onDays, pickByNumber, type Column, type Table } from '../table.js';
import type { Clock } from '../../../config/config.module.js';
import { In } from 'typeorm';

const COUNTS = ['inserted', 'updated', 'unchanged', 'deleted', 'quarantined', 'missingUpstream', 'ignored'] as const;
const countColumns: readonly Column[] = COUNTS.map((name) => ({ name }));

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
      { name: 'items', type: 'link' },
      { name: 'refused', type: 'link' },
    ],
    title: 'createdAt',
    newestBy: 'createdAt',
    list: ['createdAt', 'status', 'trigger', 'window', 'progress', 'inserted', 'quarantined'],
    show: [
      'status',
      'error',
      'detail',
      'items',
      'refused',
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
        items: `/admin/resources/items?filters.runId=${run.id}`,
        refused: `/admin/resources/quarantine?filters.runId=${run.id}`,
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

/** The clients of every run: how each ended, and why. */
export function itemsTable(sync: SyncService): Table<SyncItem> {
  return {
    id: 'items',
    icon: 'List',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'runId', reference: 'runs' },
      { name: 'clientId', reference: 'clients' },
      { name: 'status', values: ITEM_STATUSES },
      { name: 'code' },
      { name: 'message' },
      { name: 'detail' },
      { name: 'window' },
      { name: 'attempts' },
      ...countColumns,
      { name: 'startedAt' },
      { name: 'finishedAt' },
    ],
    title: 'id',
    list: ['runId', 'clientId', 'status', 'message', 'inserted', 'updated', 'quarantined'],
    show: [
      'runId',
      'clientId',
      'status',
      'message',
      'detail',
      'code',
      'window',
      'attempts',
      ...COUNTS,
      'startedAt',
      'finishedAt',
    ],
    edit: [],
    filter: ['runId', 'clientId', 'status', 'code'],
    query: (tx) => tx.createQueryBuilder(SyncItem, 'row'),
    narrow(query, { runId, clientId, status, code }) {
      equalsId(query, 'row.runId', runId);
      equalsId(query, 'row.clientId', clientId);
      equals(query, 'row.status', status);
      contains(query, 'row.code', code);
    },
    pick: pickByNumber,
    order: [['row.id', 'DESC']],
    shown: (rows, display) =>
      rows.map((item) => ({
        id: item.id,
        runId: item.runId,
        clientId: item.clientId,
        status: item.status,
        code: item.code ?? display.words.none,
        message: display.problem(item),
        detail: item.message ?? display.words.none,
        window: display.period(item.windowFrom, item.windowTo),
        attempts: display.count(item.attempts),
        ...Object.fromEntries(COUNTS.map((name) => [name, display.count(item[name])])),
        startedAt: display.instant(item.startedAt),
        finishedAt: display.instant(item.finishedAt),
      })),
    actions: [
      {
        kind: 'row',
        name: 'acceptEmpty',
        access: 'admin',
        icon: 'CheckCircle',
        guard: 'acceptEmpty',
        applies: ({ status }) => status === 'suspicious_empty',
        run: (id, by) => sync.acceptEmpty(id, by),
        done: ({ done }) => done.syncStarted,
      },
      {
        kind: 'page',
        name: 'copyExactly',
        access: 'admin',
        icon: 'Copy',
        path: '/admin/clients/{clientId}/exact',
        applies: ({ status }) => status === 'suspicious_empty',
      },
      {
        kind: 'page',
        name: 'findName',
        access: 'admin',
        icon: 'Link',
        path: '/admin/clients/{clientId}/source',
        applies: ({ status }) => status === 'not_found',
      },
    ],
  };
}

/** The rows of the source that were refused, and why. */
export function quarantineTable(): Table<QuarantinedRowEntity> {
  return {
    id: 'quarantine',
    icon: 'AlertTriangle',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'runId', reference: 'runs' },
      { name: 'clientId', reference: 'clients' },
      { name: 'date' },
      { name: 'field' },
      { name: 'value' },
      { name: 'reason' },
    ],
    title: 'id',
    list: ['runId', 'clientId', 'date', 'field', 'value', 'reason'],
    show: ['runId', 'clientId', 'date', 'field', 'value', 'reason'],
    edit: [],
    filter: ['runId', 'clientId', 'field'],
    query: (tx) =>
      tx.createQueryBuilder(QuarantinedRowEntity, 'row').innerJoin(SyncItem, 'item', 'item.id = row.itemId'),
    narrow(query, { runId, clientId, field }) {
      equalsId(query, 'item.runId', runId);
      equalsId(query, 'item.clientId', clientId);
      contains(query, 'row.field', field);
    },
    pick: pickByNumber,
    order: [['row.id', 'DESC']],
    async shown(rows, display, tx) {
      const items = await tx.findBy(SyncItem, { id: In(rows.map(({ itemId }) => itemId)) });
      const byId = new Map(items.map((item) => [item.id, item]));
      return rows.map((row) => ({
        id: row.id,
        runId: byId.get(row.itemId)?.runId ?? null,
        clientId: byId.get(row.itemId)?.clientId ?? null,
        date: display.day(row.date),
        field: row.field ?? display.words.none,
        value: row.value ?? display.words.none,
        reason: display.refusal(row.reason),
      }));
    },
    actions: [],
  };
}
