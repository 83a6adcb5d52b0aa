import { z } from 'zod';
import type { Dto } from '../openapi/dto.js';

const ProblemDetailDto = z
  .object({
    path: z.string().describe('The field, with dots between levels: `clientIds.0`. Empty for the input as a whole.'),
    message: z.string().describe('The rule that the field breaks.'),
  })
  .meta({ id: 'ProblemDetail', description: 'One problem of an input.' });

/** The body of every 4xx and 5xx response. */
export const Problem = z
  .object({
    statusCode: z.int().min(400).max(599).describe('The status of the response.'),
    error: z.string().describe('The reason phrase of the status.'),
    message: z.string().describe('A sentence for a person: what happened and what to do.'),
    details: z.array(ProblemDetailDto).describe('The fields of the request that are wrong; empty without one.'),
  })
  .meta({
    id: 'Problem',
    description: 'The body of every 4xx and 5xx response.',
    examples: [
      {
        statusCode: 400,
        error: 'Bad Request',
        message: 'to: must not lie before from',
        details: [{ path: 'to', message: 'must not lie before from' }],
      },
    ],
  });
export type Problem = Dto<typeof Problem>;
