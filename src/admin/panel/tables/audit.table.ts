import { AUDIT_ACTIONS, AUDIT_TARGETS, AuditEntry } from '../../../auth/audit-entry.entity.js';
import type { Display } from '../display.js';
import { contains, equals, equalsId, onDays, pickByNumber, type Table } from '../table.js';

/** Who did what to what. `timeZone` is the one its days are of. */
export function auditTable(timeZone: string): Table<AuditEntry> {
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
      { name: 'targetId' },
      { name: 'changes', type: 'textarea' },
      { name: 'address' },
    ],
    title: 'at',
    newestBy: 'at',
    list: ['at', 'actor', 'action', 'targetType', 'targetId', 'changes'],
    show: ['at', 'actor', 'action', 'targetType', 'targetId', 'changes', 'address'],
    edit: [],
    filter: ['at', 'actor', 'action', 'targetType', 'targetId'],
    query: (tx) => tx.createQueryBuilder(AuditEntry, 'row'),
    narrow(query, { at, actor, action, targetType, targetId }) {
      onDays(query, 'row.at', at, timeZone);
      contains(query, 'row.actor', actor);
      equals(query, 'row.action', action);
      equals(query, 'row.targetType', targetType);
      equalsId(query, 'row.targetId', targetId);
    },
    pick: pickByNumber,
    order: [['row.id', 'DESC']],
    shown: (rows, display) =>
      rows.map((entry) => ({
        id: entry.id,
        at: display.instant(entry.at),
        actor: entry.actor,
        action: entry.action,
        targetType: entry.targetType,
        targetId: entry.targetId,
        changes: changesOf(entry, display),
        address: entry.address ?? display.words.none,
      })),
    actions: [],
  };
}

/** A line a field: what it was and what it became. */
function changesOf({ before, after }: AuditEntry, display: Display): string {
  const { none, fields } = display.words;
  const was = fieldsOf(before);
  const became = fieldsOf(after);
  const lines = [...new Set([...Object.keys(was), ...Object.keys(became)])].flatMap((name) => {
    const label = name in fields ? fields[name as keyof typeof fields] : name;
    if (name in was) return [`${label}: ${textOf(name, was[name], display)} → ${textOf(name, became[name], display)}`];
    return became[name] === null ? [] : [`${label}: ${textOf(name, became[name], display)}`];
  });
  return lines.length > 0 ? lines.join('\n') : none;
}

function textOf(name: string, value: unknown, display: Display): string {
  if (value === null || value === undefined) return display.words.none;
  if (typeof value === 'boolean') return display.yesNo(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return display.instant(value);
  const values: Readonly<Record<string, Readonly<Record<string, string>>>> = display.words.values;
  return values[name]?.[value] ?? value;
}

function fieldsOf(json: string | null): Record<string, unknown> {
  return json === null ? {} : (JSON.parse(json) as Record<string, unknown>);
}
