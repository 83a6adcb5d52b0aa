import { setTimeout as delay } from 'node:timers/promises';
import { OperationalError } from '../errors.js';
import { CallFault, cancelled, faultOfStatus, redirected } from './call-fault.js';
import { Turns } from './turns.js';
import { withDeadline } from './deadline.js';
import { networkFault } from './network-fault.js';
import { readJson, type JsonBody } from './response-body.js';
import { retryAfterMs } from './retry-after.js';
import { TooManyRequests, type UpstreamGate } from './upstream-gate.js';

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BACKOFF_FACTOR = 3;
const MAX_BACKOFF_MS = 20_000;

/** Told of every HTTP call once: its status, or its error code when there was none or the body failed. */
export type CallObserver = (call: { readonly code: string; readonly seconds: number }) => void;

export interface HttpClientOptions {
  /** Paths are appended to it; it may have a path of its own. */
  readonly baseUrl: string;
  /** Sent as bearer token, to the origin of `baseUrl` only. */
  readonly apiKey?: string | undefined;
  /** The whole of a call: connection, headers, body, redirects. Waiting for one's turn is not counted. */
  readonly timeoutMs: number;
  /** Calls in all for one answer; refusals with 429 are not counted. */
  readonly attempts: number;
  readonly retryBaseMs: number;
  /** Decoded bytes of an answer. */
  readonly maxBodyBytes: number;
  readonly observe?: CallObserver | undefined;
}

export interface GetOptions {
  readonly signal: AbortSignal;
  /** Statuses that mean "there is no such thing here" and make `body` undefined. */
  readonly absentOn?: readonly number[];
  /** The fingerprint of a body that need not be parsed again. */
  readonly known?: string | undefined;
}

export interface JsonAnswer {
  /** Undefined when there is none, or when it is the known one. */
  readonly body: unknown;
  /** The same only for the same path and the same bytes. Null when there is no body. */
  readonly fingerprint: string | null;
  /** HTTP calls made, retries included; a redirect that was followed is part of its call. */
  readonly calls: number;
}

/** GETs JSON from a server that may be slow, absent, broken or hostile: bounded in time, in memory and in tries. */
export class HttpClient {
  /** Origin and path, without a slash at the end. */
  readonly base: string;
  private readonly headers: Headers;

  constructor(
    private readonly options: HttpClientOptions,
    private readonly gate: UpstreamGate,
    private readonly turns = new Turns(),
  ) {
    this.base = baseOf(options.baseUrl);
    this.headers = headersWith(options.apiKey);
  }

  /**
   * @param path begins with a slash, query included, already encoded.
   * @throws UpstreamError after the last try, or at once when trying again is pointless.
   */
  async getJson(path: string, options: GetOptions): Promise<JsonAnswer> {
    const { signal } = options;
    let calls = 0;
    const call = () => {
      calls += 1;
      return this.call(path, options);
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const body = await this.gate.pass(call, signal);
        return { body: body?.json, fingerprint: body?.fingerprint ?? null, calls };
      } catch (error) {
        if (!(error instanceof CallFault)) throw error;
        if (!error.retryable || attempt >= this.options.attempts) throw error.toUpstreamError(calls);
      }
      await delay(this.backoffMs(attempt), undefined, { signal }).catch(() => {
        throw cancelled().toUpstreamError(calls);
      });
    }
  }

  /** Full jitter, so that calls which failed together do not come back together. */
  private backoffMs(attempt: number): number {
    return Math.random() * Math.min(this.options.retryBaseMs * BACKOFF_FACTOR ** (attempt - 1), MAX_BACKOFF_MS);
  }

  /** One HTTP call. Resolves with the body, {@link TooManyRequests}, or undefined for a status in `absentOn`. */
  private async call(path: string, options: GetOptions): Promise<JsonBody | TooManyRequests | undefined> {
    const started = performance.now();
    const observed = (code: string | number) =>
      this.options.observe?.({ code: String(code), seconds: (performance.now() - started) / 1000 });
    try {
      const { status, body } = await withDeadline(this.options.timeoutMs, options.signal, async (signal) => {
        const response = await this.follow(path, signal);
        return { status: response.status, body: await this.bodyOf(response, path, options) };
      });
      observed(status);
      return body;
    } catch (error) {
      if (error instanceof CallFault) observed(error.status ?? error.code);
      throw error;
    }
  }

  /** The bodies of other answers stay unread: the end of the call's deadline closes them. */
  private async bodyOf(
    response: Response,
    question: string,
    { absentOn = [], known }: GetOptions,
  ): Promise<JsonBody | TooManyRequests | undefined> {
    const { status, headers } = response;
    if (status === 429) return new TooManyRequests(retryAfterMs(headers));
    if (absentOn.includes(status)) return undefined;
    if (!response.ok) throw faultOfStatus(status);
    return readJson(response, { maxBytes: this.options.maxBodyBytes, question, known }, this.turns);
  }

  private async follow(path: string, signal: AbortSignal): Promise<Response> {
    let url = new URL(this.base + path);
    for (let hops = 0; ; hops += 1) {
      const response = await fetch(url, { headers: this.headers, redirect: 'manual', signal }).catch(
        (error: unknown) => {
          throw networkFault(error);
        },
      );
      if (!REDIRECTS.has(response.status)) return response;
      const location = response.headers.get('location') ?? '';
      const target = location && URL.canParse(location, url.href) ? new URL(location, url) : null;
      const allowed = target?.origin === url.origin && target.username === '' && target.password === '';
      if (!allowed || hops === MAX_REDIRECTS) throw redirected(response.status);
      url = target;
    }
  }
}

/** Origin and path of an address, without a slash at the end. */
export function baseOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}

/** The headers of every call. @throws OperationalError for a key that cannot be sent. */
export function headersWith(apiKey: string | undefined): Headers {
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
