import { BullModule, BullRegistrar, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { BullmqQueue } from './bullmq-queue.js';
import { createJobProcessor, type JobProcessor } from './job-processor.js';
import { RedisConnections } from './redis-connections.js';
import { KEY_PREFIX, RedisModule } from './redis.module.js';
import { JobQueue, type JobName } from '../job-queue.js';
import { LOGGER } from '../../logging/index.js';

export interface BullmqQueueModuleOptions {
  readonly redisUrl: string;
  /** One BullMQ queue and one processor are made for each. */
  readonly jobs: readonly JobName[];
}

/**
 * The jobs in Redis, through @nestjs/bullmq: one registered queue and one `@Processor` a kind of job. Registration is manual:
 * {@link BullmqQueue.consume} registers the processors, so a process takes jobs only when its role and the replica allow it.
 */
@Module({})
export class BullmqQueueModule {
  static forRoot({ redisUrl, jobs }: BullmqQueueModuleOptions): DynamicModule {
    const redis = RedisModule.forRoot(redisUrl);
    const processors = jobs.map(processorProvider);
    return {
      module: BullmqQueueModule,
      imports: [
        redis,
        BullModule.forRootAsync({
          imports: [redis],
          inject: [RedisConnections, KEY_PREFIX],
          useFactory: ({ commands }: RedisConnections, prefix: string) => ({ connection: commands, prefix }),
          extraOptions: { manualRegistration: true },
        }),
        BullModule.registerQueue(...jobs.map(({ name }) => ({ name }))),
      ],
      providers: [
        ...processors,
        {
          provide: JobQueue,
          inject: [
            RedisConnections,
            BullRegistrar,
            ...jobs.map(({ name }) => getQueueToken(name)),
            ...processors.map(({ provide }) => provide),
          ],
          useFactory: (
            connections: RedisConnections,
            registrar: BullRegistrar,
            ...parts: readonly (Queue | JobProcessor)[]
          ) => {
            const queues = parts.slice(0, jobs.length) as Queue[];
            const hosts = parts.slice(jobs.length) as JobProcessor[];
            const kinds = queues.map((queue, index) => ({ queue, processor: hosts[index]! }));
            return new BullmqQueue(connections, registrar, kinds);
          },
        },
      ],
      exports: [JobQueue],
    };
  }
}

/** The explorer of @nestjs/bullmq reads the decorator from the class of the instance, so the class may be made here. */
function processorProvider(job: JobName): FactoryProvider<JobProcessor> {
  return {
    provide: `${job.name}Processor`,
    inject: [RedisConnections, LOGGER],
    useFactory: (connections: RedisConnections, logger: Logger) => createJobProcessor(job, connections, logger),
  };
}
