import { z } from 'zod';
import { CountSchema, DaySchema, InstantSchema, type Dto } from '../../../platform/http/index.js';

/**
 * - `never`: no platform has ever reported.
 * - `copying`: the first copy has not ended, so days may be missing that the upstream has.
 * - `fresh`: every client that is expected to report yesterday has reported it.
 * - `due`: yesterday is not complete, and is not expected before `dueBy`.
 * - `late`: nothing but yesterday is missing, for one client or for at most half of the expected ones.
 * - `stale`: yesterday is missing for most of several clients, or a platform ends before the day before yesterday.
 */
const FRESHNESS_STATES = ['never', 'copying', 'fresh', 'due', 'late', 'stale'] as const;
export type FreshnessState = (typeof FRESHNESS_STATES)[number];

/** The last business day that each platform reported; null when it never did. */
export const dataThroughSchema = z
  .object({ grab: DaySchema.nullable(), gojek: DaySchema.nullable() })
  .meta({ id: 'DataThrough', description: 'The last day that each platform reported; null when it never did.' });

/** The number of active clients, and how many of them were copied at least once. */
const FirstCopyProgress = z
  .object({ copied: CountSchema.describe('Clients that were copied at least once.'), total: CountSchema })
  .meta({ id: 'FirstCopyProgress', description: 'How far the first copy of all active clients has come.' });
export type FirstCopyProgress = Dto<typeof FirstCopyProgress>;

/** Through which day the data reach, and when they were copied. */
export const Freshness = z
  .object({
    demo: z.boolean().describe('Whether the numbers come from the demo upstream.'),
    syncedAt: InstantSchema.nullable().describe('When the upstream last responded in full.'),
    dataThrough: dataThroughSchema,
    yesterday: z
      .object({
        date: DaySchema,
        expected: CountSchema.describe('The clients that are expected to have reported the day.'),
        missing: CountSchema.describe('Those of them that have not.'),
      })
      .meta({ id: 'YesterdayCounts', description: 'The last complete business day.' }),
    dueBy: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .meta({ description: 'The time of day in the business time zone by which yesterday is expected.' })
      .meta({ examples: ['09:30'] }),
    firstCopy: FirstCopyProgress.nullable().describe('Null after the first copy has ended.'),
    state: z
      .enum(FRESHNESS_STATES)
      .describe(
        '`never`: no data yet. `copying`: the first copy has not ended. `fresh`: yesterday is complete. `due`: it is not, and is not expected yet. `late`: nothing but yesterday is missing, for one client or for at most half of the expected ones. `stale`: it is missing for most of several, or a platform ends before the day before yesterday.',
      ),
  })
  .meta({ id: 'Freshness', description: 'Through which day the data reach, and when they were copied.' });
export type Freshness = Dto<typeof Freshness>;
