import type { EntityManager } from 'typeorm';
import { QuarantinedRow } from './quarantined-row.entity.js';
import type { ItemOutcome } from './run.repository.js';
import type { WriteCounts } from '../../domain/index.js';
import type { RejectedRow } from '../../upstream/index.js';

/** Quarantined rows stored per item. The counter includes the rest. */
const MAX_QUARANTINED_KEPT = 200;

/** Stores the rejected rows of an item for a person to inspect. */
export async function insertQuarantinedRows(
  tx: EntityManager,
  itemId: number,
  rows: readonly RejectedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const kept = rows.slice(0, MAX_QUARANTINED_KEPT);
  await tx.insert(
    QuarantinedRow,
    kept.map(({ date, field, value, reason }) => ({ itemId, date, field, value, reason })),
  );
}

/** Returns the outcome of an item whose valid rows were merged. */
export function toMergedOutcome(
  counts: WriteCounts,
  { calls, quarantined, ignored }: { calls: number; quarantined: readonly RejectedRow[]; ignored: number },
): ItemOutcome {
  const hasRejectedRows = quarantined.length > 0;
  return {
    status: 'done',
    attempts: calls,
    code: hasRejectedRows ? 'rows_quarantined' : null,
    message: describeRejectedRows(quarantined),
    quarantined: quarantined.length,
    ignored,
    ...counts,
  };
}

function describeRejectedRows(rows: readonly RejectedRow[]): string | null {
  const [first] = rows;
  if (!first) return null;
  const where = `${first.field ?? 'the whole row'} of ${first.date ?? 'an unreadable day'}`;
  return `Upstream sent bad rows: ${rows.length}. What was held of their days was kept. The first: ${where}, ${first.reason}.`;
}
