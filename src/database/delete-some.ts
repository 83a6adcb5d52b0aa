import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** So few that neither a reader nor a sync waits for them. */
const AT_ONCE = 500;

/**
 * Deletes some of the rows that `narrow` leaves of a table, which it knows as `row`. Answers how many: 0 when none was left.
 */
export async function deleteSome<Row extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<Row>,
  narrow: (query: SelectQueryBuilder<Row>) => SelectQueryBuilder<Row>,
): Promise<number> {
  const query = narrow(tx.createQueryBuilder(entity, 'row').select('row.id', 'id')).limit(AT_ONCE);
  const ids = (await query.getRawMany<{ id: number }>()).map(({ id }) => id);
  if (ids.length > 0) await tx.delete(entity, ids);
  return ids.length;
}
