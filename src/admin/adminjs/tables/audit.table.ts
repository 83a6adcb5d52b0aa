import { findAuditTargets } from './audit-targets.js';
import { describeChanges } from './describe-changes.js';
import { whereContains, whereEquals, whereIdEquals, whereOnDays, whereIdIn, type Table } from '../table.js';
import { AUDIT_ACTIONS, AUDIT_TARGETS, AuditEvent } from '../../../auth/index.js';

/** The table of audit events. Its days are days of `timeZone`, an IANA name. */
export function auditTable(timeZone: string): Table<AuditEvent> {
  return {
    id: 'audit',
    icon: 'Shield',
    access: 'admin',
    columns: [
      { name: 'id' },
      { name: 'at', type: 'day', sort: 'row.id' },
      { name: 'actor' },
      { name: 'action', values: AUDIT_ACTIONS },
      { name: 'targetType', values: AUDIT_TARGETS },
      { name: 'record', hrefColumn: 'recordHref' },
      { name: 'recordHref' },
      { name: 'targetId' },
      { name: 'changes', type: 'textarea' },
      { name: 'address' },
    ],
    titleColumn: 'at',
    newestFirstBy: 'at',
    list: ['at', 'actor', 'action', 'record', 'changes'],
    card: { beside: 'action', line: ['actor', 'record'] },
    show: ['at', 'actor', 'action', 'targetType', 'record', 'changes', 'address'],
    edit: [],
    filter: ['at', 'actor', 'action', 'targetType', 'targetId'],
    query: (tx) => tx.createQueryBuilder(AuditEvent, 'row'),
    filterBy(query, { at, actor, action, targetType, targetId }) {
      whereOnDays(query, 'row.at', at, timeZone);
      whereContains(query, 'row.actor', actor);
      whereEquals(query, 'row.action', action);
      whereEquals(query, 'row.targetType', targetType);
      whereIdEquals(query, 'row.targetId', targetId);
    },
    selectIds: whereIdIn,
    order: [['row.id', 'DESC']],
    async toDisplayRows(rows, formatter, tx) {
      const targets = await findAuditTargets(tx, rows);
      return rows.map((event) => ({
        id: event.id,
        at: formatter.instant(event.at),
        actor: formatter.actor(event.actor),
        action: event.action,
        targetType: event.targetType,
        record: targets.nameOf(event),
        recordHref: targets.hrefOf(event),
        targetId: event.targetId,
        changes: describeChanges(event, formatter, targets),
        address: event.address ?? formatter.messages.none,
      }));
    },
    actions: [],
  };
}
