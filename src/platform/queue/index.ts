export { JobQueue, defineJob } from './job-queue.js';
export type { QueueHealth } from './job-queue.js';
export { canScheduleCron, canThrottle, isInspectable, keepsJobsInStore } from './queue-abilities.js';
export type { Inspectable } from './queue-abilities.js';
export { QueueModule } from './queue.module.js';
