import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollectionFollowUp } from './collection-follow-up.js';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionSchedule } from './collection.schedule.js';
import { CollectionChanged } from './collection.events.js';
import { toCollectionDto } from './collection.dto.js';
import { CollectionWorker } from './collection-worker.js';
import { CollectionController } from './collection.controller.js';
import { CollectionService } from './collection.service.js';
import { AuthModule } from '../auth/index.js';
import { IdempotencyModule } from '../platform/idempotency/index.js';
import { WatchedStates } from '../platform/events/index.js';
import { SyncModule } from '../sync/index.js';

@Module({
  imports: [TypeOrmModule.forFeature([CollectionRun]), AuthModule, IdempotencyModule, SyncModule],
  controllers: [CollectionController],
  providers: [CollectionService, CollectionFollowUp, CollectionWorker, CollectionSchedule],
  exports: [CollectionService, CollectionSchedule],
})
export class CollectionModule implements OnModuleInit {
  constructor(private readonly watched: WatchedStates) {}

  onModuleInit(): void {
    this.watched.add({
      event: 'collection',
      changedBy: CollectionChanged,
      read: async (tx) => {
        const [run] = await tx.find(CollectionRun, { order: { id: 'DESC' }, take: 1 });
        return run ? { data: toCollectionDto(run), active: run.active !== null } : null;
      },
    });
  }
}
