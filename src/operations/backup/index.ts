export { BackupLogService } from './backup-log.service.js';
export { BackupModule } from './backup.module.js';
export type { BackupRun } from './backup-run.entity.js';
export { BackupSchedule } from './backup.schedule.js';
export { copyAndVerify, copyReplica } from './copy-replica.js';
export { flushToDisk, createNewFile, assertFileAbsent } from './new-file.js';
export { inspectReplica, migrationState } from './replica-inspection.js';
export type { Inspection, MigrationState } from './replica-inspection.js';
