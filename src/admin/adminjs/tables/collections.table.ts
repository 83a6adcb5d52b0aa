import { whereContains, whereEquals, whereOnDays, whereIdIn, type Table } from '../table.js';
import type { Tone } from '../../shell/components/badge.js';
import { historyPanel } from './history.panel.js';
import { COLLECTION_STATUSES, COLLECTION_TRIGGERS, CollectionRun } from '../../../collection/index.js';

const TONES: Readonly<Record<(typeof COLLECTION_STATUSES)[number], Tone>> = {
  requesting: 'info',
  running: 'info',
  succeeded: 'good',
  no_new_data: 'good',
  failed: 'bad',
  unknown: 'warn',
  unsupported: 'neutral',
  timed_out: 'bad',
};

/** The table of data collections. Its days are days of `timeZone`, an IANA name. */
export function collectionsTable(timeZone: string): Table<CollectionRun> {
  return {
    id: 'collections',
    icon: 'Download',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'createdAt', type: 'day', sort: 'row.createdAt' },
      { name: 'status', values: COLLECTION_STATUSES, tones: TONES },
      { name: 'trigger', values: COLLECTION_TRIGGERS },
      { name: 'actor' },
      { name: 'thenSync' },
      { name: 'dataMoved' },
      { name: 'meaning' },
      { name: 'detail' },
      { name: 'syncRunId', reference: 'runs' },
      { name: 'startedAt' },
      { name: 'finishedAt' },
    ],
    titleColumn: 'createdAt',
    newestFirstBy: 'createdAt',
    list: ['createdAt', 'status', 'trigger', 'actor', 'dataMoved', 'syncRunId', 'finishedAt'],
    card: { beside: 'status', line: ['trigger'], named: ['dataMoved', 'syncRunId'] },
    show: [
      'status',
      'meaning',
      'detail',
      'trigger',
      'actor',
      'thenSync',
      'syncRunId',
      'dataMoved',
      'createdAt',
      'startedAt',
      'finishedAt',
    ],
    edit: [],
    filter: ['status', 'trigger', 'actor', 'createdAt'],
    query: (tx) => tx.createQueryBuilder(CollectionRun, 'row'),
    filterBy(query, { status, trigger, actor, createdAt }) {
      whereEquals(query, 'row.status', status);
      whereEquals(query, 'row.trigger', trigger);
      whereContains(query, 'row.actor', actor);
      whereOnDays(query, 'row.createdAt', createdAt, timeZone);
    },
    selectIds: whereIdIn,
    order: [['row.id', 'DESC']],
    toDisplayRows: (rows, formatter) =>
      rows.map((run) => ({
        id: run.id,
        status: run.status,
        trigger: run.trigger,
        actor: formatter.actor(run.actor),
        thenSync: formatter.yesNo(run.thenSync),
        dataMoved: run.dataMoved === null ? formatter.messages.none : formatter.yesNo(run.dataMoved),
        meaning: formatter.messages.collectionMeans[run.status],
        detail: run.message ?? formatter.messages.none,
        syncRunId: run.syncRunId,
        createdAt: formatter.instant(run.createdAt),
        startedAt: formatter.instant(run.requestedAt),
        finishedAt: formatter.instant(run.finishedAt),
      })),
    panels: [historyPanel('collection_run')],
    actions: [],
  };
}
