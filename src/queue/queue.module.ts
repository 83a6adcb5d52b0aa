import { Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from '../database/database.js';
import { replicaId } from '../database/replica-id.js';
import { LOGGER } from '../http/logger.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { JobQueue } from './job-queue.js';

@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [CONFIG, LOGGER, Database],
      useFactory: async ({ redisUrl }: Config, logger: Logger, database: Database): Promise<JobQueue> => {
        if (redisUrl === undefined) return new EmbeddedQueue(logger);
        // Loaded only where it is used: the default has no Redis.
        const { BullQueue } = await import('./bull-queue.js');
        return new BullQueue({ url: redisUrl, replica: await replicaId(database) }, logger);
      },
    },
  ],
  exports: [JobQueue],
})
export class QueueModule {}
