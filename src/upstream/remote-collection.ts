import { z } from 'zod';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import { postOnce } from './post-once.js';
import type { UpstreamGate } from './upstream-gate.js';
import type { CallOptions, UpstreamErrorCode } from './upstream-source.js';

const TRIGGER = '/api/v1/triggerCollection';
const STATUS = '/api/v1/collectionStatus';
/** How servers without such a call answer it. */
const ABSENT = [404, 405, 501];
/** A gateway gave up or was overloaded; what it asked behind it may be at work all the same. */
const GATEWAY = [502, 503, 504];
const STATUS_TIMEOUT_MS = 5_000;

/** How upstream answered the request to collect. Nothing of its own words is kept: they can hold secrets. */
export type TriggerAnswer =
  /** It waited for the end. `restaurants` is how many it says it updated. */
  | { readonly kind: 'finished'; readonly restaurants: number | null }
  | { readonly kind: 'started' }
  /** Since when, ISO 8601 UTC, when it says so. */
  | { readonly kind: 'already_running'; readonly since: string | null }
  | { readonly kind: 'script_failed' }
  | { readonly kind: 'unsupported' }
  /** Nothing was begun. */
  | { readonly kind: 'refused'; readonly code: UpstreamErrorCode | 'upstream_rejected'; readonly reason: string }
  /** Nobody can tell from the answer, or from its absence, whether it began. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** What upstream says of its collection. Instants as it wrote them. */
export interface RemoteStatus {
  readonly running: boolean;
  /** Changes with every collection that ends; null when it says nothing that would. */
  readonly lastResult: string | null;
  /** Whether the last one that ended worked; null when it does not say. */
  readonly lastSucceeded: boolean | null;
}

const Trigger = z.object({
  success: z.boolean(),
  pid: z.union([z.number(), z.string()]).nullish(),
  started_at: z.string().nullish().catch(null),
  restaurants_updated: z.number().int().nonnegative().nullish().catch(null),
  output_preview: z.unknown().optional(),
});

const Running = z.object({ started_at: z.string().nullish().catch(null) });

const Status = z.object({
  isRunning: z.boolean(),
  lastRun: z.string().nullish().catch(null),
  lastResult: z
    .object({ success: z.boolean().nullish().catch(null), completed_at: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** The script on the agency's server that fetches the last three days from Grab and GoJek: starting it and asking after it. */
export class RemoteCollection {
  private readonly base: string;
  private readonly client: HttpClient;

  constructor(
    private readonly options: HttpClientOptions,
    gate: UpstreamGate,
  ) {
    this.client = new HttpClient({ ...options, attempts: 1, timeoutMs: STATUS_TIMEOUT_MS }, gate);
    this.base = this.client.base;
  }

  /**
   * Asks for a collection: one POST, never repeated, which may take as long as the script does. Does not throw; an abort is
   * `unclear`.
   */
  async trigger({ signal }: CallOptions): Promise<TriggerAnswer> {
    const started = performance.now();
    const { apiKey, maxBodyBytes, observe } = this.options;
    const answer = await postOnce(this.base + TRIGGER, { apiKey, maxBodyBytes, signal });
    const code = answer.status === null ? answer.code : String(answer.status);
    observe?.({ code, seconds: (performance.now() - started) / 1000 });
    if (answer.status !== null) return answerOf(answer.status, answer.body);
    if (!answer.sent) return { kind: 'refused', code: 'upstream_unreachable', reason: answer.reason };
    return { kind: 'unclear', reason: answer.reason };
  }

  /** @throws UpstreamError when it could not be asked. Answers null when upstream has no such call. */
  async status({ signal }: CallOptions): Promise<RemoteStatus | null> {
    const { body } = await this.client.getJson(STATUS, { signal, absentOn: ABSENT });
    const parsed = Status.safeParse(body);
    if (!parsed.success) return null;
    const { isRunning, lastRun, lastResult } = parsed.data;
    return {
      running: isRunning,
      lastResult: lastResult?.completed_at ?? lastRun ?? null,
      lastSucceeded: lastResult?.success ?? null,
    };
  }
}

function answerOf(status: number, body: unknown): TriggerAnswer {
  if (status >= 200 && status < 300) return triggered(body);
  if (status === 409) return { kind: 'already_running', since: instantOf(Running.safeParse(body).data?.started_at) };
  if (ABSENT.includes(status)) return { kind: 'unsupported' };
  if (GATEWAY.includes(status)) {
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
    const reason = `The statistics server sends callers elsewhere (status ${status}), which is not followed. Set DELIVERY_STATS_API_URL to the address where it answers.`;
    return { kind: 'refused', code: 'upstream_redirected', reason };
  }
  const reason = `The statistics server rejected the request (status ${status}). Check that it still has this API.`;
  return { kind: 'refused', code: 'upstream_rejected', reason };
}

/** What a 2xx says. Only the fields tell the shapes apart: waited for, a process id, or an instant. */
function triggered(body: unknown): TriggerAnswer {
  const parsed = Trigger.safeParse(body);
  if (!parsed.success)
    return { kind: 'unclear', reason: 'The statistics server sent an answer that is not understood.' };
  const { success, pid, started_at: startedAt, restaurants_updated: restaurants, output_preview: output } = parsed.data;
  if (!success) return { kind: 'script_failed' };
  if (restaurants != null || output !== undefined) return { kind: 'finished', restaurants: restaurants ?? null };
  if (pid != null || startedAt != null) return { kind: 'started' };
  return { kind: 'unclear', reason: 'The statistics server does not say whether it collected or only began to.' };
}

function instantOf(text: string | null | undefined): string | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
