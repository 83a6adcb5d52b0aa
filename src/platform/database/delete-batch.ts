import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Rows of one batch: few enough that neither a reader nor a sync waits. */
const BATCH_ROWS = 500;

/**
 * Deletes at most 500 of the rows that `narrow` selects; the query calls the table `row`. Returns how many: 0 when none is left.
 */
export async function deleteBatch<Row extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<Row>,
  narrow: (query: SelectQueryBuilder<Row>) => SelectQueryBuilder<Row>,
): Promise<number> {
  const query = narrow(tx.createQueryBuilder(entity, 'row').select('row.id', 'id')).limit(BATCH_ROWS);
  const ids = (await query.getRawMany<{ id: number }>()).map(({ id }) => id);
  if (ids.length > 0) await tx.delete(entity, ids);
  return ids.length;
}
