import { z } from 'zod';
import { CountSchema, type Dto } from '../../platform/http/index.js';

/** Numbers of active clients whose latest finished item, in whichever run, did not end clean. An item that a person cancelled does not count. */
export const Incomplete = z
  .object({
    notCopied: CountSchema.describe('Clients whose latest item is not `done`. Their held rows are from before.'),
    suspiciousEmpty: CountSchema.describe(
      'Clients among them for which the upstream sent nothing where the replica holds rows.',
    ),
    refused: CountSchema.describe('Clients that were copied except for rejected rows.'),
  })
  .meta({ id: 'Incomplete', description: 'The numbers of active clients that are not completely copied.' });
export type Incomplete = Dto<typeof Incomplete>;
