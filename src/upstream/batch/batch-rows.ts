import { z } from 'zod';
import { parseStatDate } from '../validation/stat-date.js';
import type { Period } from '../../domain/index.js';

const Body = z.record(z.string(), z.record(z.string(), z.unknown()));
const Row = z.looseObject({
  restaurant_id: z.union([z.string(), z.number()]).nullish().catch(null),
  restaurant_name: z.string().nullish().catch(null),
  stat_date: z.unknown().optional(),
  date: z.unknown().optional(),
});

/** The rows of all restaurants of one batch, by upstream id and day. */
export type BatchRows = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** Returns the rows of a batch; null when the body has another shape. */
export function parseBatch(body: unknown): BatchRows | null {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return null;
  return new Map(Object.entries(parsed.data).map(([id, days]) => [id, new Map(Object.entries(days))]));
}

/** Whose rows to find in a batch. */
interface BatchPart {
  readonly id: string;
  readonly name: string;
  readonly window: Period;
  /** The zone in which the upstream writes its days, IANA. */
  readonly timeZone: string;
}

/**
 * Returns the rows of one restaurant inside `window`: none when the batch has the restaurant without days, null when it does not
 * have the restaurant or has rows of another one under its id. The date of a row decides, and its key only where it has no date: a
 * server in Bali time can write 31 October under the key of the 30th, as it does in the date.
 */
export function findBatchRows(batch: BatchRows, { id, name, window, timeZone }: BatchPart): readonly unknown[] | null {
  const days = batch.get(id);
  if (!days) return null;
  const rows: unknown[] = [];
  for (const [day, value] of days) {
    const row = Row.safeParse(value).data;
    if (row?.restaurant_id != null && String(row.restaurant_id) !== id) return null;
    if (row?.restaurant_name != null && row.restaurant_name !== name) return null;
    const written = row?.stat_date ?? row?.date;
    const date = written == null ? day : (parseStatDate(written, timeZone) ?? day);
    if (date < window.from || date > window.to) continue;
    rows.push(row && written == null ? { ...row, stat_date: day } : value);
  }
  return rows;
}
