import { In } from 'typeorm';
import { incompleteItems } from '../../../sync/incomplete.js';
import { QuarantinedRowEntity } from '../../../sync/quarantined-row.entity.js';
import { ITEM_STATUSES, SyncItem } from '../../../sync/sync-item.entity.js';
import type { SyncService } from '../../../sync/sync.service.js';
import { contains, equals, equalsId, pickByNumber, type Table } from '../table.js';
import { COUNTS, countColumns } from './runs.table.js';

/** What a list of items can be narrowed to beside a status: what did not come about, and what leaves its client incomplete now. */
const OUTCOMES = ['notDone', 'incomplete'] as const;

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
      { name: 'outcome', values: OUTCOMES },
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
    list: ['clientId', 'status', 'message', 'quarantined', 'runId'],
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
    filter: ['runId', 'outcome', 'clientId', 'status', 'code'],
    query: (tx) => tx.createQueryBuilder(SyncItem, 'row'),
    async narrow(query, { runId, outcome, clientId, status, code }, tx) {
      if (outcome === 'notDone') query.andWhere(`row.status NOT IN ('done', 'pending', 'running')`);
      if (outcome === 'incomplete') {
        const latest = (await incompleteItems(tx)).select('item.id');
        query.andWhere(`row.id IN (${latest.getQuery()})`).setParameters(latest.getParameters());
      }
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
