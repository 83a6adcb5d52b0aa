import { z } from 'zod';
import { LASTING_FAULT_CODES } from '../../platform/database/index.js';
import { CountSchema, IdNumber, InstantSchema, type Dto } from '../../platform/http/index.js';
import { RUN_STATUSES } from '../../domain/index.js';
import { Freshness } from '../../stats/index.js';
import { Incomplete } from '../../sync/index.js';

const status = z
  .enum(['up', 'degraded', 'down'])
  .describe('`degraded`: something needs a person, and the numbers are served.');
const message = z.string().optional().describe('What is wrong, for a person.');

/** The components of `/health`. Callers without a role see only their status; a component that is off is absent. */
const components = {
  replica: z
    .object({
      status,
      totalRecords: CountSchema.optional().describe('Days of all clients.'),
      clientsCount: CountSchema.optional().describe('Clients that are not archived.'),
      code: z.enum(LASTING_FAULT_CODES).optional().describe('Why the replica cannot be written.'),
      message,
    })
    .describe('The database.'),
  data: z
    .object({ status, ...Freshness.omit({ demo: true }).partial().shape, message })
    .describe('How fresh the statistics are.'),
  upstream: z
    .object({
      status,
      lastCall: z.string().nullable().optional().describe('The status or code of the last call of this process.'),
    })
    .describe('The statistics server, by the last call.'),
  queue: z
    .object({
      status,
      driver: z.enum(['embedded', 'bullmq']).optional().describe('`bullmq` with Redis.'),
      waiting: CountSchema.optional().describe('Jobs that wait.'),
      active: CountSchema.optional().describe('Jobs that are being done.'),
      message,
    })
    .describe('The jobs that notify the workers.'),
  sync: z
    .object({
      status,
      running: z.boolean().optional().describe('Whether a run is active.'),
      lastRun: z
        .object({ id: IdNumber, status: z.enum(RUN_STATUSES).describe('Its status.') })
        .nullable()
        .optional()
        .describe('The run that was planned last.'),
      incomplete: Incomplete.optional(),
      lastSuccessAt: InstantSchema.nullable().optional(),
      nextRunAt: InstantSchema.nullable().optional(),
      message,
    })
    .describe('The runs.'),
  backup: z
    .object({
      status,
      lastGoodAt: InstantSchema.nullable().optional(),
      nextBackupAt: InstantSchema.nullable().optional(),
      message,
    })
    .describe('The scheduled backups.'),
  consumer: z.object({ status, message }).describe('Whether anybody does the jobs.'),
};
const HealthComponents = z
  .object(components)
  .partial()
  .meta({ id: 'HealthComponents', description: 'The components of the product by name.' });

/** The state of every component, as monitors read it. */
export const HealthReport = z
  .object({
    status: z
      .enum(['ok', 'degraded', 'error', 'shutting_down'])
      .describe('`ok` and `degraded` come with 200: the numbers are served. The others come with 503.'),
    info: HealthComponents.optional().describe('The components that are up.'),
    error: HealthComponents.optional().describe('The components that are down.'),
    details: HealthComponents.describe('All components.'),
    version: z.string().optional().describe('The version of the product; for callers with a role.'),
  })
  .meta({ id: 'HealthReport', description: 'The state of every component.' });
export type HealthReport = Dto<typeof HealthReport>;

/** The process responds. */
export const LiveReport = z
  .object({ status: z.literal('ok').describe('Always the same.') })
  .meta({ id: 'LiveReport', description: 'The process responds.' });
