import {
  UpstreamCallError,
  cancelledError,
  errorFromStatus,
  redirectError,
  timeoutError,
} from './upstream-call.error.js';
import { errorFromNetwork } from './error-from-network.js';
import { readJsonBody, type JsonBody } from './response-body.js';
import { retryAfterMs } from './parse-retry-after.js';
import { normalizeBaseUrl } from '../select-upstream.js';
import type { CallObserver } from '../upstream-source.js';
import { callWithRetries, type RetryOptions } from '../limiter/call-with-retries.js';
import { TooManyRequestsResponse, type AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import { OperationalError } from '../../domain/index.js';
import { YieldingExecutor } from '../../platform/event-loop/index.js';
import { withTimeout } from '../../platform/scheduling/index.js';

/** The statuses of servers that have no such call. */
const ABSENT_STATUSES = [404, 405, 501];
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface HttpClientOptions extends RetryOptions {
  /** An http(s) address. Paths are appended to it; it may have a path of its own. */
  readonly baseUrl: string;
  /** Sent as bearer token, to the origin of `baseUrl` only. */
  readonly apiKey?: string | undefined;
  /** The time limit of one call: connection, headers, body, redirects. The wait for the rate limiter is not counted. */
  readonly timeoutMs: number;
  /** The largest response body, in decoded bytes. */
  readonly maxBodyBytes: number;
  readonly observe?: CallObserver | undefined;
}

export interface GetOptions {
  readonly signal: AbortSignal;
  /** Statuses that mean "this server has no such thing"; they make `body` undefined. */
  readonly absentOn?: readonly number[];
  /** The fingerprint of the last response; the same body is not parsed again. */
  readonly known?: string | undefined;
}

export interface JsonResponse {
  /** The parsed body; undefined when there is none, or when it is the known one. */
  readonly body: unknown;
  /** Equal only for the same path and the same bytes. Null when there is no body. */
  readonly fingerprint: string | null;
  /** HTTP calls made, retries included; a redirect that was followed is part of its call. */
  readonly calls: number;
}

/** Gets JSON from a server that may be slow, absent, broken or hostile. Time, memory and attempts are limited. */
export class HttpClient {
  /** Origin and path, without a slash at the end. */
  readonly base: string;
  private readonly headers: Headers;

  constructor(
    private readonly options: HttpClientOptions,
    private readonly rateLimiter: AdaptiveRateLimiter,
    private readonly executor = new YieldingExecutor(),
  ) {
    this.base = normalizeBaseUrl(options.baseUrl);
    this.headers = buildHeaders(options.apiKey);
  }

  /**
   * Returns the JSON of a path; failed calls are retried with a random pause.
   * @param path begins with a slash, includes the query and is encoded.
   * @throws UpstreamError after the last attempt, or at once when a retry is pointless.
   */
  async getJson(path: string, options: GetOptions): Promise<JsonResponse> {
    const call = () => this.call(path, options);
    const { result, calls } = await callWithRetries(call, this.rateLimiter, this.options, options.signal);
    return { body: result?.json, fingerprint: result?.fingerprint ?? null, calls };
  }

  /**
   * Sends JSON once and returns the JSON of the response; undefined for a server that has no such call.
   * @throws UpstreamCallError for every failure, also for a request to wait.
   */
  async postJson(path: string, json: unknown, signal: AbortSignal): Promise<{ readonly body: unknown } | undefined> {
    const send = async () => {
      const body = await this.call(path, { signal, json });
      if (body instanceof TooManyRequestsResponse) throw errorFromStatus(429);
      return body;
    };
    const body = await this.rateLimiter.run(send, signal);
    return body && { body: body.json };
  }

  /** Makes one HTTP call. Returns the body, {@link TooManyRequestsResponse}, or undefined for a status in `absentOn`. */
  private async call(
    path: string,
    options: GetOptions & { readonly json?: unknown },
  ): Promise<JsonBody | TooManyRequestsResponse | undefined> {
    const { timeoutMs } = this.options;
    const started = performance.now();
    const observe = (code: string | number) =>
      this.options.observe?.({ code: String(code), seconds: (performance.now() - started) / 1000 });
    try {
      const { status, body } = await withTimeout(
        async (signal) => {
          const isPost = options.json !== undefined;
          const response = isPost ? await this.post(path, options.json, signal) : await this.follow(path, signal);
          if (isPost && (await isAbsentPost(response))) return { status: response.status, body: undefined };
          return { status: response.status, body: await this.readBody(response, path, options) };
        },
        { ms: timeoutMs, signal: options.signal, cancelledError, timeoutError: () => timeoutError(timeoutMs) },
      );
      observe(status);
      return body;
    } catch (error) {
      if (error instanceof UpstreamCallError) observe(error.status ?? error.code);
      throw error;
    }
  }

  /** Reads the body of a 2xx response only. Other bodies stay unread; the end of the call closes them. */
  private async readBody(
    response: Response,
    path: string,
    { absentOn = [], known }: GetOptions,
  ): Promise<JsonBody | TooManyRequestsResponse | undefined> {
    const { status, headers } = response;
    const pauseMs = retryAfterMs(headers);
    // A server that restarts or sheds load says with 503 how long it wants to be left alone.
    if (status === 429 || (status === 503 && pauseMs !== null)) return new TooManyRequestsResponse(pauseMs);
    if (absentOn.includes(status)) return undefined;
    if (!response.ok) throw errorFromStatus(status);
    return readJsonBody(response, { maxBytes: this.options.maxBodyBytes, path, known }, this.executor);
  }

  private post(path: string, json: unknown, signal: AbortSignal): Promise<Response> {
    const headers = new Headers(this.headers);
    headers.set('content-type', 'application/json');
    const init = { method: 'POST', headers, body: JSON.stringify(json), redirect: 'manual', signal } as const;
    return fetch(this.base + path, init).catch((error: unknown) => {
      throw errorFromNetwork(error);
    });
  }

  private async follow(path: string, signal: AbortSignal): Promise<Response> {
    let url = new URL(this.base + path);
    for (let hops = 0; ; hops += 1) {
      const response = await fetch(url, { headers: this.headers, redirect: 'manual', signal }).catch(
        (error: unknown) => {
          throw errorFromNetwork(error);
        },
      );
      if (!REDIRECTS.has(response.status)) return response;
      const location = response.headers.get('location') ?? '';
      const target = location && URL.canParse(location, url.href) ? new URL(location, url) : null;
      const allowed = target?.origin === url.origin && target.username === '' && target.password === '';
      if (!allowed || hops === MAX_REDIRECTS) throw redirectError(response.status);
      url = target;
    }
  }
}

/** Returns whether the server has no such call: by its status, or by the page of Express for an unknown one. */
async function isAbsentPost(response: Response): Promise<boolean> {
  if (ABSENT_STATUSES.includes(response.status)) return true;
  if (!response.headers.get('content-type')?.includes('html')) return false;
  const chunk = (await response.body?.getReader().read())?.value;
  return new TextDecoder().decode(chunk).includes('Cannot POST');
}

/** Returns the headers of every call. @throws OperationalError `bad_api_key` for a key that cannot be sent. */
export function buildHeaders(apiKey: string | undefined): Headers {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'delivery-stats-replica' });
  if (!apiKey) return headers;
  try {
    headers.set('authorization', `Bearer ${apiKey}`);
  } catch {
    // The error of Headers quotes the key.
    throw new OperationalError('bad_api_key', 'DELIVERY_STATS_API_KEY holds characters that cannot be sent.');
  }
  return headers;
}
