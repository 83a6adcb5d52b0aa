import { validateResponse } from '../validation/validate-response.js';
import type { BatchMemory } from '../batch/batch-memory.js';
import { RunBatch } from '../batch/run-batch.js';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import { parseRestaurantList } from '../validation/parse-restaurant-list.js';
import type { AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import {
  UpstreamError,
  UpstreamSource,
  type Ability,
  type BatchRequest,
  type FetchOptions,
  type CallOptions,
  type ValidatedResponse,
  type UnchangedResponse,
  type RestaurantList,
  type SourceDescription,
  type SourceFinding,
} from '../upstream-source.js';
import type { Period } from '../../domain/index.js';
import { DEMO_UPSTREAM } from '../../platform/database/index.js';
import { YieldingExecutor } from '../../platform/event-loop/index.js';

const STATS = '/api/v1/getRestaurantStats';
const BATCH = '/api/v1/getBatchStats';
/** The statuses of servers that cannot list restaurants. */
const CANNOT_LIST_STATUSES = [400, 404, 405, 501];
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export interface HttpSourceOptions extends HttpClientOptions {
  /** True for the built-in demo upstream. */
  readonly isDemo?: boolean | undefined;
  /** The zone in which the upstream writes its days, IANA. */
  readonly timeZone: string;
  /** Remembers whether the server has a batch call. Without it no batch is sent. */
  readonly batchMemory?: BatchMemory | undefined;
  /** The rate limiter of the server, shared by all its callers. */
  readonly rateLimiter: AdaptiveRateLimiter;
}

/** Reads the API of the agency's server with one call per restaurant for any window. */
export class HttpSource extends UpstreamSource {
  readonly identity: string;
  private readonly isDemo: boolean;
  private readonly hasKey: boolean;
  private readonly client: HttpClient;
  private readonly timeZone: string;
  private list: Ability = 'unknown';
  private batch: Ability = 'unknown';
  private readonly executor = new YieldingExecutor();
  private readonly batches: RunBatch | null;

  constructor(options: HttpSourceOptions) {
    super();
    this.client = new HttpClient(options, options.rateLimiter, this.executor);
    this.isDemo = options.isDemo ?? false;
    this.hasKey = options.apiKey !== undefined;
    this.identity = this.isDemo ? DEMO_UPSTREAM : this.client.base;
    this.timeZone = options.timeZone;
    const { batchMemory } = options;
    this.batches = batchMemory
      ? new RunBatch((window, signal) => this.sendBatch(window, signal), batchMemory, options.timeZone)
      : null;
  }

  describe(): SourceDescription {
    const kind = this.isDemo ? 'demo' : 'http';
    return { kind, list: this.list, batch: this.batch, collection: this.isDemo ? 'yes' : 'unknown' };
  }

  check(): Promise<readonly SourceFinding[]> {
    const { protocol, hostname } = new URL(this.client.base);
    const isReadable = this.hasKey && protocol === 'http:' && !LOOPBACK.test(hostname);
    if (!isReadable) return Promise.resolve([]);
    const message = 'the key travels unencrypted, so everybody on the way can read it; use an https address';
    return Promise.resolve([{ name: 'upstream key', status: 'warn', message }]);
  }

  fetchDays(upstreamName: string, window: Period, options: CallOptions): Promise<ValidatedResponse>;
  fetchDays(
    upstreamName: string,
    window: Period,
    options: CallOptions & { readonly known: string | undefined; readonly batch?: BatchRequest | undefined },
  ): Promise<ValidatedResponse | UnchangedResponse>;
  async fetchDays(
    upstreamName: string,
    window: Period,
    { signal, known, batch }: FetchOptions,
  ): Promise<ValidatedResponse | UnchangedResponse> {
    if (batch && this.batches) {
      const request = { name: upstreamName, window, timeZone: this.timeZone };
      const batched = await this.batches.fetchDays({
        name: upstreamName,
        window,
        batch,
        signal,
        alone: () => this.fetchDays(upstreamName, window, { signal }),
        validate: (data) => ({ ...validateResponse({ data }, request, 0), fingerprint: null }),
      });
      if (batched) return batched;
    }
    const path = `${STATS}?restaurant_name=${encodeName(upstreamName)}&source=looker_summary&start_date=${window.from}&end_date=${window.to}`;
    const { body, fingerprint, calls } = await this.client.getJson(path, { signal, known });
    if (fingerprint !== null && fingerprint === known) return { known: true, calls };
    const request = { name: upstreamName, window, timeZone: this.timeZone };
    return this.executor.run(() => ({ ...validateResponse(body, request, calls), fingerprint }));
  }

  private async sendBatch({ from, to }: Period, signal: AbortSignal): Promise<{ readonly body: unknown } | 'absent'> {
    const response = await this.client.postJson(BATCH, { start_date: from, end_date: to }, signal);
    this.batch = response ? 'yes' : 'no';
    return response ?? 'absent';
  }

  async listRestaurants({ signal }: CallOptions): Promise<RestaurantList | null> {
    const { body } = await this.client.getJson(`${STATS}?source=restaurants`, {
      signal,
      absentOn: CANNOT_LIST_STATUSES,
    });
    const list = parseRestaurantList(body);
    this.list = list === null ? 'no' : 'yes';
    return list;
  }
}

function encodeName(name: string): string {
  try {
    return encodeURIComponent(name);
  } catch {
    throw new UpstreamError(
      'upstream_rejected',
      'The upstream name of this client holds half a character, which cannot be sent. Write the name anew.',
      0,
    );
  }
}
