import type { AuditTargets } from './audit-targets.js';
import type { RecordFormatter } from '../record-formatter.js';
import type { AuditEvent } from '../../../auth/index.js';
import { parseDay } from '../../../domain/index.js';

/** Returns a line for each changed field, with the value before and the value after. A list shows the lines as one. */
export function describeChanges(
  { before, after }: AuditEvent,
  formatter: RecordFormatter,
  targets: AuditTargets,
): string {
  const { none, fields, instants } = formatter.messages;
  const labels: Readonly<Record<string, string>> = { ...instants, ...fields };
  const oldValues = parseFields(before);
  const newValues = parseFields(after);
  const format = (name: string, value: unknown) =>
    (typeof value === 'number' ? targets.referredBy(name, value) : null) ?? formatValue(name, value, formatter);
  const lines = [...new Set([...Object.keys(oldValues), ...Object.keys(newValues)])].flatMap((name) => {
    const label = labels[name] ?? name;
    if (name in oldValues) return [`${label}: ${format(name, oldValues[name])} → ${format(name, newValues[name])}`];
    return newValues[name] === null ? [] : [`${label}: ${format(name, newValues[name])}`];
  });
  return lines.length > 0 ? lines.join(';\n') : none;
}

function formatValue(name: string, value: unknown, formatter: RecordFormatter): string {
  if (value === null || value === undefined) return formatter.messages.none;
  if (typeof value === 'boolean') return formatter.yesNo(value);
  if (typeof value === 'number') return formatter.count(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (parseDay(value)) return formatter.day(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return formatter.instant(value);
  const values: Readonly<Record<string, Readonly<Record<string, string>>>> = formatter.messages.values;
  return values[name]?.[value] ?? value;
}

/** Returns the changed fields that an audit event holds as JSON. */
export function parseFields(json: string | null): Record<string, unknown> {
  return json === null ? {} : (JSON.parse(json) as Record<string, unknown>);
}
