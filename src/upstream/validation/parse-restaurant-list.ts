import { z } from 'zod';
import { findNameProblem, findTextProblem, toStorableText } from '../../domain/index.js';
import type { ListedRestaurant, RejectedName, RestaurantList } from '../upstream-source.js';

const Envelope = z.object({ data: z.array(z.unknown()) });
// The schema has these fields only: the rows also contain platform tokens, which must not leave this file.
const Row = z.object({
  id: z
    .union([z.string().max(100), z.number()])
    .nullish()
    .catch(null),
  name: z.string().nullish().catch(null),
  restaurant_name: z.string().nullish().catch(null),
});

const MAX_SHOWN_CHARACTERS = 60;

/**
 * Returns the restaurants of a `source=restaurants` response, each name once and verbatim, and the names that no client can have;
 * null when it holds no list. A row without a name is left out silently: it is no restaurant.
 */
export function parseRestaurantList(body: unknown): RestaurantList | null {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return null;
  const byName = new Map<string, ListedRestaurant>();
  const rejected = new Map<string, RejectedName>();
  for (const row of envelope.data.data) {
    const { data } = Row.safeParse(row);
    const name = [data?.name, data?.restaurant_name].find(Boolean);
    if (!name || byName.has(name)) continue;
    const problem = findNameProblem(name);
    if (problem !== null) rejected.set(name, { name: toShownName(name), problem });
    else byName.set(name, { id: toStorableId(data?.id), name });
  }
  return { restaurants: [...byName.values()], rejected: [...rejected.values()] };
}

function toStorableId(id: string | number | null | undefined): string | null {
  const text = id?.toString() ?? null;
  return text !== null && findTextProblem(text) === null ? text : null;
}

function toShownName(name: string): string {
  return toStorableText(name.slice(0, MAX_SHOWN_CHARACTERS)) + (name.length > MAX_SHOWN_CHARACTERS ? '…' : '');
}
