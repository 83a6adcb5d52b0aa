export { startBackgroundServices } from './background-service.js';
export type { BackgroundContext, BackgroundService } from './background-service.js';
export { CronCatchUp } from './cron-catch-up.js';
export { nextCronTime, previousCronTime } from './cron-times.js';
export { PollingLoop } from './polling-loop.js';
export { withTimeout } from './with-timeout.js';
