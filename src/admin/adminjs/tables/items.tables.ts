import { In } from 'typeorm';
import { whereContains, whereEquals, whereIdEquals, whereIdIn, type Table } from '../table.js';
import type { Tone } from '../../shell/components/badge.js';
import { countColumns } from './runs.table.js';
import { COUNTER_NAMES } from '../../../domain/index.js';
import {
  queryIncompleteItems,
  QuarantinedRow,
  ITEM_STATUSES,
  SyncItem,
  type SyncService,
} from '../../../sync/index.js';

/** Filters beside the status: items that failed, and items that leave their client incomplete until now. */
const OUTCOMES = ['notDone', 'incomplete'] as const;

const TONES: Readonly<Record<(typeof ITEM_STATUSES)[number], Tone>> = {
  pending: 'info',
  running: 'info',
  done: 'good',
  failed: 'bad',
  not_found: 'bad',
  suspicious_empty: 'warn',
  cancelled: 'neutral',
};

/** The table of items: how each client of each run ended, and why. */
export function itemsTable(sync: SyncService): Table<SyncItem> {
  return {
    id: 'items',
    icon: 'List',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'runId', reference: 'runs' },
      { name: 'clientId', reference: 'clients' },
      { name: 'status', values: ITEM_STATUSES, tones: TONES },
      { name: 'outcome', values: OUTCOMES },
      { name: 'code' },
      { name: 'message' },
      { name: 'detail' },
      { name: 'window' },
      { name: 'attempts', isNumber: true },
      ...countColumns,
      { name: 'startedAt' },
      { name: 'finishedAt' },
    ],
    titleColumn: 'id',
    list: ['clientId', 'status', 'message', 'quarantined', 'runId'],
    card: { beside: 'status', line: ['message', 'runId'] },
    show: [
      'runId',
      'clientId',
      'status',
      'message',
      'detail',
      'code',
      'window',
      'attempts',
      ...COUNTER_NAMES,
      'startedAt',
      'finishedAt',
    ],
    edit: [],
    filter: ['runId', 'outcome', 'clientId', 'status', 'code'],
    query: (tx) => tx.createQueryBuilder(SyncItem, 'row'),
    async filterBy(query, { runId, outcome, clientId, status, code }, tx) {
      if (outcome === 'notDone') query.andWhere(`row.status NOT IN ('done', 'pending', 'running')`);
      if (outcome === 'incomplete') {
        const incomplete = (await queryIncompleteItems(tx)).select('item.id');
        query.andWhere(`row.id IN (${incomplete.getQuery()})`).setParameters(incomplete.getParameters());
      }
      whereIdEquals(query, 'row.runId', runId);
      whereIdEquals(query, 'row.clientId', clientId);
      whereEquals(query, 'row.status', status);
      whereContains(query, 'row.code', code);
    },
    selectIds: whereIdIn,
    order: [['row.id', 'DESC']],
    toDisplayRows: (rows, formatter) =>
      rows.map((item) => ({
        id: item.id,
        runId: item.runId,
        clientId: item.clientId,
        status: item.status,
        code: item.code ?? formatter.messages.none,
        message: formatter.problem(item),
        detail: item.message ?? formatter.messages.none,
        window: formatter.period({ from: item.windowFrom, to: item.windowTo }),
        attempts: formatter.count(item.attempts),
        ...Object.fromEntries(COUNTER_NAMES.map((name) => [name, formatter.count(item[name])])),
        startedAt: formatter.instant(item.startedAt),
        finishedAt: formatter.instant(item.finishedAt),
      })),
    actions: [
      {
        kind: 'row',
        name: 'acceptEmpty',
        access: 'admin',
        icon: 'CheckCircle',
        guard: 'acceptEmpty',
        isApplicable: ({ status }) => status === 'suspicious_empty',
        run: (id, actor) => sync.acceptEmpty(id, actor),
        getSuccessMessage: ({ done }) => done.syncStarted,
      },
      {
        kind: 'page',
        name: 'copyExactly',
        access: 'admin',
        icon: 'Copy',
        path: '/admin/clients/{clientId}/exact',
        isApplicable: ({ status }) => status === 'suspicious_empty',
      },
      {
        kind: 'page',
        name: 'findName',
        access: 'admin',
        icon: 'Link',
        path: '/admin/clients/{clientId}/source',
        isApplicable: ({ status }) => status === 'not_found',
      },
    ],
  };
}

/** The table of upstream rows that validation rejected, and why. */
export function quarantineTable(): Table<QuarantinedRow> {
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
    titleColumn: 'id',
    list: ['clientId', 'date', 'field', 'value', 'reason', 'runId'],
    card: { beside: 'date', line: ['field', 'value', 'reason'] },
    show: ['runId', 'clientId', 'date', 'field', 'value', 'reason'],
    edit: [],
    filter: ['runId', 'clientId', 'field'],
    query: (tx) => tx.createQueryBuilder(QuarantinedRow, 'row').innerJoin(SyncItem, 'item', 'item.id = row.itemId'),
    filterBy(query, { runId, clientId, field }) {
      whereIdEquals(query, 'item.runId', runId);
      whereIdEquals(query, 'item.clientId', clientId);
      whereContains(query, 'row.field', field);
    },
    selectIds: whereIdIn,
    order: [['row.id', 'DESC']],
    async toDisplayRows(rows, formatter, tx) {
      const items = await tx.findBy(SyncItem, { id: In(rows.map(({ itemId }) => itemId)) });
      const byId = new Map(items.map((item) => [item.id, item]));
      return rows.map((row) => ({
        id: row.id,
        runId: byId.get(row.itemId)?.runId ?? null,
        clientId: byId.get(row.itemId)?.clientId ?? null,
        date: formatter.day(row.date),
        field: row.field ?? formatter.messages.none,
        value: row.value ?? formatter.messages.none,
        reason: formatter.rejection(row.reason),
      }));
    },
    actions: [],
  };
}
