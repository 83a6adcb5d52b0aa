export { readBatchState } from './batch/batch-memory.js';
export { compareSources } from './compare-sources.js';
export { createApiSource } from './create-source.js';
export { AdaptiveRateLimiter } from './limiter/adaptive-rate-limiter.js';
export { RemoteCollection } from './remote-collection.js';
export type { RemoteStatus, TriggerResponse } from './remote-collection.js';
export { selectUpstream, upstreamIdentity } from './select-upstream.js';
export { UpstreamCallMetrics } from './upstream-call-metrics.js';
export { UpstreamCheckService } from './upstream-check.service.js';
export {
  ABILITIES,
  QUARANTINE_REASONS,
  SOURCE_KINDS,
  UPSTREAM_ERROR_CODES,
  UpstreamError,
  UpstreamSource,
} from './upstream-source.js';
export type { RejectedRow, SourceDescription, SourceFinding, ValidatedResponse } from './upstream-source.js';
export { UpstreamModule } from './upstream.module.js';
export { formatMetric } from './validation/decimal.js';
export { hasMetric, isJsonObject, upstreamIdOf, validateRow } from './validation/validate-row.js';
export type { JsonObject } from './validation/validate-row.js';
