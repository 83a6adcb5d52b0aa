import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/auth.module.js';
import { LiveFeed } from '../sync/live-feed.js';
import { SyncModule } from '../sync/sync.module.js';
import { CollectionFollowUp } from './collection-follow-up.js';
import { CollectionRun } from './collection-run.entity.js';
import { CollectionSchedule } from './collection-schedule.js';
import { CollectionSignals } from './collection-signals.js';
import { viewCollection } from './collection-view.js';
import { CollectionWorker } from './collection-worker.js';
import { CollectionController } from './collection.controller.js';
import { CollectionService } from './collection.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CollectionRun]), AuthModule, SyncModule],
  controllers: [CollectionController],
  providers: [CollectionSignals, CollectionService, CollectionFollowUp, CollectionWorker, CollectionSchedule],
  exports: [CollectionService, CollectionWorker, CollectionSchedule],
})
export class CollectionModule implements OnModuleInit {
  constructor(private readonly feed: LiveFeed) {}

  onModuleInit(): void {
    this.feed.watch({
      event: 'collection',
      read: async (tx) => {
        const [run] = await tx.find(CollectionRun, { order: { id: 'DESC' }, take: 1 });
        return run ? { data: viewCollection(run), active: run.active !== null } : null;
      },
    });
  }
}
