import type { RecordFormatter } from '../record-formatter.js';
import { findAuditTargets } from './audit-targets.js';
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
    list: ['at', 'actor', 'action', 'targetType', 'record', 'changes'],
    card: { line: ['actor', 'action', 'record'] },
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
        actor: event.actor,
        action: event.action,
        targetType: event.targetType,
        record: targets.nameOf(event),
        recordHref: targets.hrefOf(event),
        targetId: event.targetId,
        changes: describeChanges(event, formatter),
        address: event.address ?? formatter.messages.none,
      }));
    },
    actions: [],
  };
}

/** Returns a line for each changed field, with the value before and the value after. */
function describeChanges({ before, after }: AuditEvent, formatter: RecordFormatter): string {
  const { none, fields } = formatter.messages;
  const oldValues = parseFields(before);
  const newValues = parseFields(after);
  const lines = [...new Set([...Object.keys(oldValues), ...Object.keys(newValues)])].flatMap((name) => {
    const label = name in fields ? fields[name as keyof typeof fields] : name;
    if (name in oldValues)
      return [
        `${label}: ${formatValue(name, oldValues[name], formatter)} → ${formatValue(name, newValues[name], formatter)}`,
      ];
    return newValues[name] === null ? [] : [`${label}: ${formatValue(name, newValues[name], formatter)}`];
  });
  return lines.length > 0 ? lines.join('\n') : none;
}

function formatValue(name: string, value: unknown, formatter: RecordFormatter): string {
  if (value === null || value === undefined) return formatter.messages.none;
  if (typeof value === 'boolean') return formatter.yesNo(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return formatter.instant(value);
  const values: Readonly<Record<string, Readonly<Record<string, string>>>> = formatter.messages.values;
  return values[name]?.[value] ?? value;
}

function parseFields(json: string | null): Record<string, unknown> {
  return json === null ? {} : (JSON.parse(json) as Record<string, unknown>);
}
