export { IdempotencyModule } from './idempotency.module.js';
export { IDEMPOTENCY_KEY, IdempotencyService } from './idempotency.service.js';
export type { RememberStart } from './idempotency.service.js';
export { TakesIdempotencyKey } from './takes-idempotency-key.js';
