import { z } from 'zod';
import { COLLECTION_STATUSES, COLLECTION_TRIGGERS, type CollectionRun } from './collection-run.entity.js';
import { IdNumber, InstantSchema, pageSchema, type Dto } from '../platform/http/index.js';

/** A collection as the API, the CLI and the event stream return it. Instants are ISO 8601 UTC. */
export const CollectionDto = z
  .object({
    id: IdNumber,
    status: z
      .enum(COLLECTION_STATUSES)
      .describe(
        '`requesting` and `running`: active; `succeeded`; `no_new_data`: it succeeded and changed nothing; `failed`; `unknown`: whether the upstream works is not known; `unsupported`: the upstream takes no requests; `timed_out`: not done within 16 minutes.',
      ),
    trigger: z.enum(COLLECTION_TRIGGERS).describe('What started it.'),
    actor: z.string().nullable().describe('An e-mail address or `token:NAME`; null when the server started it.'),
    thenSync: z.boolean().describe('Whether a sync copies the rewritten days afterwards.'),
    createdAt: InstantSchema,
    startedAt: InstantSchema.nullable().describe('When the request was sent to the upstream; null before.'),
    finishedAt: InstantSchema.nullable().describe('Null while it is active.'),
    dataMoved: z
      .boolean()
      .nullable()
      .describe('Whether the sync that followed inserted or updated a row; null without a conclusive sync.'),
    message: z.string().nullable().describe('What happened, for a person.'),
    syncRunId: IdNumber.nullable().describe('The run that copies the rewritten days.'),
  })
  .meta({ id: 'Collection', description: 'One request to the upstream to collect.' });
export type CollectionDto = Dto<typeof CollectionDto>;

/** A page of collections. */
export const CollectionPage = pageSchema('CollectionPage', CollectionDto);

/** The state of data collection. */
export const CollectionState = z
  .object({
    supported: z
      .boolean()
      .nullable()
      .describe('Whether the upstream accepts collection requests; null before the first one.'),
    activeRun: CollectionDto.nullable().describe('Null while none is active.'),
    lastRun: CollectionDto.nullable().describe('The newest collection that has ended.'),
  })
  .meta({ id: 'CollectionState', description: 'The state of data collection.' });
export type CollectionState = Dto<typeof CollectionState>;

/** Returns a collection as the API returns it. */
export function toCollectionDto(run: CollectionRun): CollectionDto {
  const { id, status, trigger, actor, thenSync, createdAt, requestedAt } = run;
  const { finishedAt, dataMoved, message, syncRunId } = run;
  const startedAt = requestedAt;
  return {
    id,
    status,
    trigger,
    actor,
    thenSync,
    createdAt,
    startedAt,
    finishedAt,
    dataMoved,
    message,
    syncRunId,
  };
}
