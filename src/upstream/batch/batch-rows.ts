import { z } from 'zod';
import type { Period } from '../../domain/index.js';

const Body = z.record(z.string(), z.record(z.string(), z.unknown()));
const Row = z.looseObject({
  restaurant_id: z.union([z.string(), z.number()]).nullish().catch(null),
  restaurant_name: z.string().nullish().catch(null),
});

/** The rows of all restaurants of one batch, by upstream id and day. */
export type BatchRows = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** Returns the rows of a batch; null when the body has another shape. */
export function parseBatch(body: unknown): BatchRows | null {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return null;
  return new Map(Object.entries(parsed.data).map(([id, days]) => [id, new Map(Object.entries(days))]));
}

/**
 * Returns the rows of one restaurant inside `window`: none when the batch has the restaurant without days, null when it does not
 * have the restaurant or has rows of another one under its id.
 */
export function findBatchRows(
  batch: BatchRows,
  { id, name, window }: { readonly id: string; readonly name: string; readonly window: Period },
): readonly unknown[] | null {
  const days = batch.get(id);
  if (!days) return null;
  const rows: unknown[] = [];
  for (const [day, value] of days) {
    const row = Row.safeParse(value).data;
    if (row?.restaurant_id != null && String(row.restaurant_id) !== id) return null;
    if (row?.restaurant_name != null && row.restaurant_name !== name) return null;
    if (day < window.from || day > window.to) continue;
    rows.push(row && row.stat_date == null && row.date == null ? { ...row, stat_date: day } : value);
  }
  return rows;
}
