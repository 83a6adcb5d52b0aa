import { z } from 'zod';
import { rowSchema } from './row.schema.js';
import { DaySchema, PageQuery } from '../platform/http/index.js';
import { countDays, findNameProblem, MAX_PERIOD_DAYS, METRICS } from '../domain/index.js';

/** Rows of one push, all restaurants together. */
const MAX_ROWS = 5_000;
/** Restaurants of one push, named by rows or by `covers`. */
export const MAX_RESTAURANTS = 200;
const ROWS_RULE = `may have at most ${MAX_ROWS} rows; send the rest as another push`;
const COVERS_RULE = `may have at most ${MAX_RESTAURANTS} restaurants; send the rest as another push`;
const BATCH_RULE = 'must have 1 to 200 visible ASCII characters';
const INSTANT_RULE = 'must be an instant with a zone, e.g. 2026-11-22T00:41:07Z';

/** A period of which the push holds every day that the platforms have of a restaurant. */
const Coverage = z
  .strictObject({
    restaurantName: z
      .string()
      .superRefine((name, context) => {
        const message = findNameProblem(name);
        if (message !== null) context.addIssue({ code: 'custom', message });
      })
      .describe('The upstream name of the restaurant.'),
    from: DaySchema,
    to: DaySchema,
  })
  .superRefine(({ from, to }, context) => {
    if (to < from) context.addIssue({ code: 'custom', path: ['to'], message: 'must not lie before from' });
    else if (countDays({ from, to }) > MAX_PERIOD_DAYS) {
      const message = `the period may have at most ${MAX_PERIOD_DAYS} days`;
      context.addIssue({ code: 'custom', path: ['from'], message });
    }
  });

const PushRow = rowSchema({
  id: 'PushRow',
  description: 'The numbers of one restaurant and day in the fields of the upstream; docs/UPSTREAM.md explains them.',
  texts: { restaurant_name: 'The upstream name of the restaurant.' },
  numbers: Object.fromEntries(METRICS.map(({ upstreamField, label }) => [upstreamField, label])),
});

/**
 * A push: rows in the fields of the upstream, read by the collector at `collectedAt`. A row stays unchecked here, because a bad
 * row is rejected by itself.
 */
export const PushBody = z
  .strictObject({
    batchId: z
      .string(BATCH_RULE)
      .regex(/^[\x21-\x7e]{1,200}$/, BATCH_RULE)
      .describe('The id of the push, one to 200 visible ASCII characters. The same batch is applied once.'),
    collectedAt: z.iso
      .datetime({ offset: true, error: INSTANT_RULE })
      .transform((text) => new Date(text).toISOString())
      .describe('The instant, with its zone, at which the collector read the numbers.'),
    covers: z
      .array(Coverage)
      .max(MAX_RESTAURANTS, COVERS_RULE)
      .nullish()
      .describe('Periods of which the push holds every day that the platforms have.'),
    rows: z.array(PushRow).max(MAX_ROWS, ROWS_RULE).describe('One row for each restaurant and day.'),
  })
  .superRefine(({ covers, rows }, context) => {
    if (rows.length === 0 && (covers ?? []).length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['rows'],
        message: 'must have a row, or covers must name a restaurant',
      });
    }
    const names = new Set<string>();
    for (const [index, { restaurantName }] of (covers ?? []).entries()) {
      if (names.has(restaurantName)) {
        const message = 'names a restaurant a second time';
        context.addIssue({ code: 'custom', path: ['covers', index, 'restaurantName'], message });
      }
      names.add(restaurantName);
    }
  })
  .meta({
    id: 'Push',
    description: 'Rows in the fields of the upstream, read by a collector at `collectedAt`.',
    examples: [
      {
        batchId: '2026-11-22-grab-1',
        collectedAt: '2026-11-22T08:41:07+08:00',
        rows: [{ restaurant_name: 'Warung Bali', stat_date: '2026-11-21', grab_sales: '1250000.50', grab_orders: 31 }],
      },
    ],
  });
export type PushBody = z.output<typeof PushBody>;

export const ReceiptsQuery = z.strictObject(PageQuery);
export type ReceiptsQuery = z.output<typeof ReceiptsQuery>;
