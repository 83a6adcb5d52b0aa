import { z } from 'zod';
import { PlatformSchema } from './figures.schema.js';
import { CountSchema, DaySchema, IdNumber, type Dto } from '../../platform/http/index.js';

/** Who reported the last business day: `expected` is `reported` plus the clients of `missing`. Lists are in order of names. */
export const Yesterday = z
  .object({
    date: DaySchema,
    expected: CountSchema.describe('The active clients that usually report.'),
    reported: CountSchema.describe('Those of them whose expected platforms all reported.'),
    missing: z
      .array(
        z
          .object({ id: IdNumber, name: z.string(), platforms: z.array(PlatformSchema) })
          .meta({ id: 'MissingClient', description: 'A client and the expected platforms that did not report.' }),
      )
      .describe('The others, by name.'),
    noLongerReporting: z
      .array(
        z
          .object({ id: IdNumber, name: z.string(), since: DaySchema.describe('The first day without a report.') })
          .meta({ id: 'StoppedClient', description: 'A client that usually reported and has stopped.' }),
      )
      .describe('Active clients that have stopped for so long that nothing is expected of them any more, by name.'),
  })
  .meta({ id: 'Yesterday', description: 'Who reported the last business day and who did not.' });
export type Yesterday = Dto<typeof Yesterday>;
