import { Module } from '@nestjs/common';
import { EmbeddedQueue } from './embedded-queue.js';
import { JobQueue } from './job-queue.js';

@Module({
  providers: [{ provide: JobQueue, useClass: EmbeddedQueue }],
  exports: [JobQueue],
})
export class QueueModule {}
