import { z } from 'zod';
import type { ListedRestaurant } from './upstream-source.js';

const Envelope = z.object({ data: z.array(z.unknown()) });
// Only these: the rows also carry platform tokens, which must not get any further than this file.
const Row = z.object({
  id: z.union([z.string(), z.number()]).nullish().catch(null),
  name: z.string().nullish().catch(null),
  restaurant_name: z.string().nullish().catch(null),
});

/** The restaurants in an answer to `source=restaurants`, each name once and verbatim; null when it holds no list. */
export function readRestaurants(body: unknown): readonly ListedRestaurant[] | null {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return null;
  const byName = new Map<string, ListedRestaurant>();
  for (const row of envelope.data.data) {
    const parsed = Row.safeParse(row);
    const name = [parsed.data?.name, parsed.data?.restaurant_name].find(Boolean);
    if (name && !byName.has(name)) byName.set(name, { id: parsed.data?.id?.toString() ?? null, name });
  }
  return [...byName.values()];
}
