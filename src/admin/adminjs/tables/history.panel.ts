import type { EntityManager } from 'typeorm';
import type { RecordFormatter } from '../record-formatter.js';
import type { PanelContent, RecordPanel } from '../record-panel.js';
import { findAuditTargets } from './audit-targets.js';
import { describeChanges } from './describe-changes.js';
import { AuditEvent } from '../../../auth/index.js';

type TargetType = NonNullable<AuditEvent['targetType']>;

/** As many events as a record's own page shows. */
const MAX_EVENTS = 5;

/** The last audit events of a record, for admins. */
export function historyPanel(type: TargetType): RecordPanel {
  return { name: 'history', access: 'admin', read: (id, formatter, tx) => readHistory(type, id, formatter, tx) };
}

/** Reads the last audit events of a record: when, who, what, and the changed fields. */
export async function readHistory(
  targetType: TargetType,
  targetId: number,
  formatter: RecordFormatter,
  tx: EntityManager,
): Promise<PanelContent> {
  const { actions, actionsDone, fields, instants, panels } = formatter.messages;
  const events = await tx.find(AuditEvent, {
    where: { targetType, targetId },
    order: { id: 'DESC' },
    take: MAX_EVENTS,
  });
  const targets = await findAuditTargets(tx, events);
  return {
    title: actions.history,
    columns: [
      { label: `${instants.at} (${formatter.zoneName})` },
      { label: fields.actor },
      { label: fields.action },
      { label: fields.changes },
    ],
    rows: events.map((event) => [
      formatter.instant(event.at),
      formatter.actor(event.actor),
      actionsDone[event.action],
      describeChanges(event, formatter, targets),
    ]),
    empty: panels.noHistory,
    more: {
      label: panels.allHistory,
      href: `/admin/resources/audit?filters.targetType=${targetType}&filters.targetId=${targetId}`,
    },
  };
}
