export { COLLECTION_STATUSES, COLLECTION_TRIGGERS, CollectionRun } from './collection-run.entity.js';
export { CollectionWorker } from './collection-worker.js';
export { CollectionDto, CollectionState } from './collection.dto.js';
export { CollectionModule } from './collection.module.js';
export { CollectionSchedule } from './collection.schedule.js';
export { CollectionService } from './collection.service.js';
