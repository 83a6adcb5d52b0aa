import { z } from 'zod';
import { Incomplete } from '../runs/incomplete.dto.js';
import { RunDto } from '../runs/run.dto.js';
import { CountSchema, DaySchema, InstantSchema, type Dto } from '../../platform/http/index.js';
import { Freshness } from '../../stats/index.js';
import { ABILITIES, SOURCE_KINDS } from '../../upstream/index.js';

const ability = z.enum(ABILITIES);

/** What the configured source is and can do. */
const SourceDescriptionDto = z
  .object({
    kind: z.enum(SOURCE_KINDS).describe('`push`: nothing is pulled.'),
    list: ability.describe('Whether it lists its restaurants.'),
    batch: ability.describe('Whether one call returns the days of all restaurants.'),
    collection: ability.describe('Whether it can be asked to collect.'),
  })
  .meta({ id: 'Source', description: 'What the statistics are copied from, and what it can do as far as is known.' });

/** The state of the sync and of the replica. Days are business days, instants are ISO 8601 UTC. */
export const SyncStatus = z
  .object({
    running: z.boolean().describe('Whether a run is active.'),
    activeRun: RunDto.nullable(),
    lastRun: RunDto.nullable().describe('The last run that ended, in whichever status.'),
    lastSuccessAt: InstantSchema.nullable().describe('When the last run ended that copied every active client.'),
    nextRunAt: InstantSchema.nullable(),
    incomplete: Incomplete,
    totalRecords: CountSchema.describe('Daily statistics of all clients.'),
    earliestDate: DaySchema.nullable().describe('The first day on which any platform reported.'),
    latestDate: DaySchema.nullable().describe('The last day on which any platform reported.'),
    clientsCount: CountSchema.describe('Clients that are not archived.'),
    clientsWithData: CountSchema.describe('Clients that are not archived and have statistics.'),
    freshness: Freshness,
    source: SourceDescriptionDto,
  })
  .meta({ id: 'SyncStatus', description: 'The state of the sync and of the replica.' });
export type SyncStatus = Dto<typeof SyncStatus>;
