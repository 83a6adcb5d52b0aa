import { Module, type DynamicModule } from '@nestjs/common';
import { EmbeddedQueue } from './embedded/embedded-queue.js';
import { JobQueue, type JobName } from './job-queue.js';

export interface QueueModuleOptions {
  /** With an address, BullMQ carries the jobs; without one they stay in this process. */
  readonly redisUrl: string | undefined;
  /** Every kind of job of the product. */
  readonly jobs: readonly JobName[];
}

/** Provides the one {@link JobQueue} of the process to all modules. */
@Module({})
export class QueueModule {
  static async forRoot({ redisUrl, jobs }: QueueModuleOptions): Promise<DynamicModule> {
    if (redisUrl === undefined) {
      return {
        module: QueueModule,
        global: true,
        providers: [{ provide: JobQueue, useClass: EmbeddedQueue }],
        exports: [JobQueue],
      };
    }
    // A process without Redis loads neither bullmq nor ioredis.
    const { BullmqQueueModule } = await import('./bullmq/bullmq-queue.module.js');
    const bullmq = BullmqQueueModule.forRoot({ redisUrl, jobs });
    return { module: QueueModule, global: true, imports: [bullmq], exports: [bullmq] };
  }
}
