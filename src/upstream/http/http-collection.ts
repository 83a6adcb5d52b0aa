import { z } from 'zod';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import { toStorableText } from '../../domain/index.js';
import { postWithoutRetry } from './post-without-retry.js';
import type { AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import { RemoteCollection, type RemoteStatus, type TriggerResponse } from '../remote-collection.js';
import type { CallOptions } from '../upstream-source.js';

const TRIGGER = '/api/v1/triggerCollection';
const STATUS = '/api/v1/collectionStatus';
/** The statuses of servers that have no such call. */
const ABSENT_STATUSES = [404, 405, 501];
/** The statuses of a gateway that gave up or was overloaded. The server behind it may still run the script. */
const GATEWAY_STATUSES = [502, 503, 504];
const STATUS_TIMEOUT_MS = 5_000;
const MAX_RESULT_CHARACTERS = 200;

const Trigger = z.object({
  success: z.boolean(),
  pid: z.union([z.number(), z.string()]).nullish(),
  started_at: z.string().nullish().catch(null),
  // A constant in the API that is in use, so only its presence says something.
  restaurants_updated: z.unknown().optional(),
  output_preview: z.unknown().optional(),
});

const Running = z.object({ started_at: z.string().nullish().catch(null) });

const Status = z.object({
  isRunning: z.boolean(),
  lastRun: z.string().nullish().catch(null),
  lastResult: z
    .object({
      success: z.boolean().nullish().catch(null),
      completed_at: z.string().nullish().catch(null),
      // The word of the companion API for an outcome that it does not know. Any other text can hold secrets and is dropped.
      error: z.literal('unknown').nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

/** Asks the API of the agency's server to collect. */
export class HttpCollection extends RemoteCollection {
  private readonly base: string;
  private readonly client: HttpClient;

  constructor(
    private readonly options: HttpClientOptions,
    rateLimiter: AdaptiveRateLimiter,
  ) {
    super();
    this.client = new HttpClient({ ...options, attempts: 1, timeoutMs: STATUS_TIMEOUT_MS }, rateLimiter);
    this.base = this.client.base;
  }

  async trigger({ signal }: CallOptions): Promise<TriggerResponse> {
    const started = performance.now();
    const { apiKey, maxBodyBytes, observe } = this.options;
    const response = await postWithoutRetry(this.base + TRIGGER, { apiKey, maxBodyBytes, signal });
    const code = response.status === null ? response.code : String(response.status);
    observe?.({ code, seconds: (performance.now() - started) / 1000 });
    if (response.status !== null) return toTriggerResponse(response.status, response.body);
    if (!response.sent) return { kind: 'refused', code: 'upstream_unreachable', reason: response.reason };
    return { kind: 'unclear', reason: response.reason };
  }

  async status({ signal }: CallOptions): Promise<RemoteStatus | null> {
    const { body } = await this.client.getJson(STATUS, { signal, absentOn: ABSENT_STATUSES });
    const parsed = Status.safeParse(body);
    if (!parsed.success) return null;
    const { isRunning, lastRun, lastResult } = parsed.data;
    return {
      running: isRunning,
      lastResult: toStoredText(lastResult?.completed_at ?? lastRun ?? null),
      lastOutcome: toOutcome(lastResult),
    };
  }
}

function toTriggerResponse(status: number, body: unknown): TriggerResponse {
  if (status >= 200 && status < 300) return parseSuccess(body);
  if (status === 409) return { kind: 'already_running', since: toInstant(Running.safeParse(body).data?.started_at) };
  if (ABSENT_STATUSES.includes(status)) return { kind: 'unsupported' };
  if (GATEWAY_STATUSES.includes(status)) {
    return { kind: 'unclear', reason: `A gateway before the statistics server gave up (status ${status}).` };
  }
  if (status >= 500) return { kind: 'script_failed' };
  if (status === 401 || status === 403) {
    const reason = `The statistics server refuses access (status ${status}). Check DELIVERY_STATS_API_KEY.`;
    return { kind: 'refused', code: 'upstream_refused', reason };
  }
  if (status === 429) {
    const reason = 'The statistics server asks for fewer calls (status 429). Try again later.';
    return { kind: 'refused', code: 'rate_limited', reason };
  }
  if (status < 400) {
    const reason = `The statistics server sends callers elsewhere (status ${status}), which is not followed. Set DELIVERY_STATS_API_URL to the address where it responds.`;
    return { kind: 'refused', code: 'upstream_redirected', reason };
  }
  const reason = `The statistics server rejected the request (status ${status}). Check that it still has this API.`;
  return { kind: 'refused', code: 'upstream_rejected', reason };
}

/** Parses a 2xx body. Its fields distinguish the shapes: a result, a process id, or an instant. */
function parseSuccess(body: unknown): TriggerResponse {
  const parsed = Trigger.safeParse(body);
  if (!parsed.success)
    return { kind: 'unclear', reason: 'The statistics server sent a response that is not understood.' };
  const { success, pid, started_at: startedAt, restaurants_updated: updated, output_preview: output } = parsed.data;
  if (!success) return { kind: 'script_failed' };
  if (updated != null || output !== undefined) return { kind: 'finished' };
  if (pid != null || startedAt != null) return { kind: 'started' };
  return { kind: 'unclear', reason: 'The statistics server does not say whether it collected or only began to.' };
}

function toOutcome(result: z.output<typeof Status>['lastResult']): RemoteStatus['lastOutcome'] {
  if (result?.success != null) return result.success ? 'succeeded' : 'failed';
  return result?.error ?? 'unsaid';
}

/** The text is stored and compared with the next one, so its beginning is enough. */
function toStoredText(text: string | null): string | null {
  return text === null ? null : toStorableText(text.slice(0, MAX_RESULT_CHARACTERS));
}

function toInstant(text: string | null | undefined): string | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
