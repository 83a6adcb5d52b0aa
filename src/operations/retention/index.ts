export { LogTruncationService } from './log-truncation.service.js';
export { RetentionModule } from './retention.module.js';
export { RetentionSchedule } from './retention.schedule.js';
