import { z } from 'zod';
import { completenessFields } from './figures.schema.js';
import { CountSchema, IdNumber, PeriodSchema, type Dto } from '../../platform/http/index.js';

/** Clients that are named for one day, at most. `expected - reported` counts all of them. */
export const MAX_MISSING_NAMED = 10;

/** The total sales of some days. Completeness counts client-days. */
const PortfolioBucket = z
  .object({
    ...PeriodSchema.shape,
    ...completenessFields,
    sales: z.number().nullable().describe('In rupiah, as all that was reported; null when nothing was.'),
  })
  .meta({ id: 'PortfolioBucket', description: 'The total sales of some days. Completeness counts client-days.' });

/** The total sales of several clients and how complete they are: one element for each day of the period. */
export const Portfolio = z
  .object({
    sales: z.array(z.number().nullable()).describe('Total sales in rupiah; null for a day that no client reported.'),
    reporting: z.array(CountSchema).describe('The number of clients that reported sales.'),
    expected: z
      .array(CountSchema)
      .describe('The active clients that are expected to report the day; 0 for a day that is not over.'),
    reported: z.array(CountSchema).describe('Those of them whose expected platforms all reported.'),
    missing: z.array(z.array(IdNumber)).describe(`The ids of the others, at most ${MAX_MISSING_NAMED} a day.`),
    buckets: z.array(PortfolioBucket).optional().describe('Absent without an interval.'),
  })
  .meta({
    id: 'Portfolio',
    description: 'The total sales of several clients: one element for each day of the period.',
  });
export type Portfolio = Dto<typeof Portfolio>;
