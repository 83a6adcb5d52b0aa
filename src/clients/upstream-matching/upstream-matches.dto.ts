import { z } from 'zod';
import { CountSchema, IdNumber, type Dto } from '../../platform/http/index.js';

/** A restaurant of the upstream whose name is similar to the client's upstream name. */
const UpstreamMatch = z
  .object({
    name: z.string(),
    upstreamId: z.string().nullable().describe('Its id there; null when the list has none.'),
    likeness: z
      .number()
      .min(0)
      .max(1)
      .describe('The similarity; 1 means equal without case, accents, spaces and signs.'),
    takenBy: z
      .object({ id: IdNumber, name: z.string() })
      .nullable()
      .describe('The client that already has this upstream name; null when none has.'),
  })
  .meta({ id: 'UpstreamMatch', description: 'A restaurant of the upstream with a similar name.' });

/** Suggestions for a person who maps a client. Nothing is mapped automatically. */
export const UpstreamMatches = z
  .object({
    client: z.object({
      id: IdNumber,
      name: z.string(),
      upstreamName: z.string().describe('The name under which its rows are asked for.'),
    }),
    known: z
      .boolean()
      .nullable()
      .describe('Whether the upstream lists exactly this upstream name; null when it cannot list restaurants.'),
    listed: CountSchema.nullable().describe(
      'The number of restaurants of the upstream; null when it cannot list them.',
    ),
    items: z.array(UpstreamMatch).describe('The most similar first.'),
  })
  .meta({ id: 'UpstreamMatches', description: 'Suggestions for a person who maps a client.' });
export type UpstreamMatches = Dto<typeof UpstreamMatches>;
