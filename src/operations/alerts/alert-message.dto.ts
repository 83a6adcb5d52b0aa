import { z } from 'zod';
import { INCIDENT_KINDS } from './incident.entity.js';
import { InstantSchema, type Dto } from '../../platform/http/index.js';

/** The body of a message to the alert webhook. */
export const AlertMessage = z
  .object({
    id: z.string().describe('The same each time the message is sent, so that a receiver can recognise a repetition.'),
    event: z.enum(['started', 'ended', 'test']).describe('Whether the incident began or ended; `test` for a test.'),
    kind: z.enum([...INCIDENT_KINDS, 'test']).describe('What is wrong; docs/OPERATIONS.md explains each.'),
    text: z.string().describe('A sentence for a person. It names no restaurant.'),
    startedAt: InstantSchema,
    endedAt: InstantSchema.nullable().describe('Null while the incident exists.'),
    demo: z.boolean().describe('Whether the replica copies the demo upstream.'),
  })
  .meta({ id: 'AlertMessage', description: 'A message that an incident began or ended.' });
export type AlertMessage = Dto<typeof AlertMessage>;
