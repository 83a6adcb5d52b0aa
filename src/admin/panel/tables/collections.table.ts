import { COLLECTION_STATUSES, COLLECTION_TRIGGERS, CollectionRun } from '../../../collection/collection-run.entity.js';
import { contains, equals, onDays, pickByNumber, type Table } from '../table.js';

/** Every time the source was asked to collect. `timeZone` is the one its days are of. */
export function collectionsTable(timeZone: string): Table<CollectionRun> {
  return {
    id: 'collections',
    icon: 'Download',
    access: 'manager',
    columns: [
      { name: 'id' },
      { name: 'createdAt', type: 'day', sort: 'row.createdAt' },
      { name: 'status', values: COLLECTION_STATUSES },
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
    title: 'createdAt',
    newestBy: 'createdAt',
    list: ['createdAt', 'status', 'trigger', 'actor', 'dataMoved', 'syncRunId', 'finishedAt'],
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
    narrow(query, { status, trigger, actor, createdAt }) {
      equals(query, 'row.status', status);
      equals(query, 'row.trigger', trigger);
      contains(query, 'row.actor', actor);
      onDays(query, 'row.createdAt', createdAt, timeZone);
    },
    pick: pickByNumber,
    order: [['row.id', 'DESC']],
    shown: (rows, display) =>
      rows.map((run) => ({
        id: run.id,
        status: run.status,
        trigger: run.trigger,
        actor: run.actor ?? display.words.none,
        thenSync: display.yesNo(run.thenSync),
        dataMoved: run.dataMoved === null ? display.words.none : display.yesNo(run.dataMoved),
        meaning: display.words.collectionMeans[run.status],
        detail: run.message ?? display.words.none,
        syncRunId: run.syncRunId,
        createdAt: display.instant(run.createdAt),
        startedAt: display.instant(run.requestedAt),
        finishedAt: display.instant(run.finishedAt),
      })),
    actions: [],
  };
}
