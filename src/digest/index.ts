export { DigestModule } from './digest.module.js';
export { DigestSchedule } from './digest.schedule.js';
