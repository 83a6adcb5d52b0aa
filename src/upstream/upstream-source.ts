import { type ValidatedDay, type Period, OperationalError } from '../domain/index.js';

/** A restaurant in the list of the upstream. The name is verbatim. */
export interface ListedRestaurant {
  readonly id: string | null;
  readonly name: string;
}

/** A name of the list that no client can have, as text that can be stored and shown, and the rule that it breaks. */
export interface RejectedName {
  readonly name: string;
  readonly problem: string;
}

/** The restaurants that the upstream lists, each name once, and the names that were left out. */
export interface RestaurantList {
  readonly restaurants: readonly ListedRestaurant[];
  readonly rejected: readonly RejectedName[];
}

/** Why a row is quarantined. The codes are stored and shown, so they must not change. */
export const QUARANTINE_REASONS = [
  'not_an_object',
  'missing_date',
  'invalid_date',
  'not_a_number',
  'too_many_decimals',
  'thousands_dot',
  'out_of_range',
  'negative_count',
  'conflicting_duplicate',
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** A quarantined row with its first bad field, kept for a person to inspect. `value` has at most 200 characters. */
export interface RejectedRow {
  /** The day as text when it could be read, else null. */
  readonly date: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly reason: QuarantineReason;
}

/** The validated response for one restaurant. */
export interface ValidatedResponse {
  /** Valid days inside the window, oldest first, each once. */
  readonly days: readonly ValidatedDay[];
  readonly quarantined: readonly RejectedRow[];
  /** Days of the window that have quarantined rows only: the response neither confirms nor replaces their held values. */
  readonly quarantinedDays: ReadonlySet<string>;
  /** Rows outside the window or of another restaurant. */
  readonly ignored: number;
  /** Rows in the response before any check; 0 means that the upstream has no data. */
  readonly received: number;
  /** Calls, retries included. */
  readonly calls: number;
  /** The upstream's id of the restaurant whose rows these are; null when the response does not name it. */
  readonly upstreamId: string | null;
  /** Equal only for the same bytes in response to the same request. Null when it is unknown. */
  readonly fingerprint: string | null;
}

/** The response is the known one, byte for byte. */
export interface UnchangedResponse {
  readonly known: true;
  readonly calls: number;
}

/** Called once for every call with its result: an HTTP status, `ok`, or the error code when there was neither. */
export type CallObserver = (call: { readonly code: string; readonly seconds: number }) => void;

export interface CallOptions {
  /** Aborts the call, its retries and its pauses. */
  readonly signal: AbortSignal;
}

/** A run whose restaurants one call can return together. */
export interface BatchRequest {
  readonly runId: number;
  /** The days of the batch; the window of a restaurant lies inside. */
  readonly window: Period;
  /** The upstream's id of this restaurant; null when no response and no list has shown it. */
  readonly upstreamId: string | null;
}

/** The optional parts of a request for days. */
export interface FetchOptions extends CallOptions {
  /** A response with this fingerprint is not parsed again. */
  readonly known?: string | undefined;
  readonly batch?: BatchRequest | undefined;
}

/** The error codes of a call. They are stored as `code` of an item, so they must not change. */
export const UPSTREAM_ERROR_CODES = [
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_error',
  'upstream_bad_answer',
  'upstream_too_large',
  'upstream_redirected',
  'upstream_refused',
  'upstream_rejected',
  'rate_limited',
  'not_found',
  'wrong_restaurant',
  'same_restaurant',
  'upstream_misconfigured',
  'not_pulled',
  'cancelled',
] as const;
export type UpstreamErrorCode = (typeof UPSTREAM_ERROR_CODES)[number];

/** A call that failed for good, after its retries. */
export class UpstreamError extends OperationalError {
  constructor(
    override readonly code: UpstreamErrorCode,
    message: string,
    /** Calls made, retries included. */
    readonly calls: number,
    /** The HTTP status, when it is the cause. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.name = 'UpstreamError';
  }
}

/** Something a source found when it checked itself, as a sentence for a person. */
export interface SourceFinding {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
}

/** Whether the upstream has an optional ability. `unknown`: nothing has shown it yet. */
export const ABILITIES = ['yes', 'no', 'unknown'] as const;
export type Ability = (typeof ABILITIES)[number];

/** The kinds of sources. `push`: nothing is pulled. */
export const SOURCE_KINDS = ['http', 'mysql', 'push', 'demo'] as const;

/** What the configured source is and can do. */
export interface SourceDescription {
  readonly kind: (typeof SOURCE_KINDS)[number];
  /** Whether it lists its restaurants. */
  readonly list: Ability;
  /** Whether one call returns the days of all restaurants. */
  readonly batch: Ability;
  /** Whether it can be asked to collect. */
  readonly collection: Ability;
}

/** Reads the statistics of the upstream. A process has one implementation, chosen at composition. */
export abstract class UpstreamSource {
  /** The name of the upstream, without secrets: `demo`, or an address such as `https://stats.example.com`. */
  abstract readonly identity: string;
  /** Returns what the source is and can do, without a call. */
  abstract describe(): SourceDescription;
  /** Returns what is good and bad about the configuration of the source. A call that fails is a finding. */
  abstract check(options: CallOptions): Promise<readonly SourceFinding[]>;
  /**
   * Returns the validated days of one restaurant inside `window`. An empty response has `received: 0`.
   * @param upstreamName sent verbatim.
   * @throws UpstreamError after the last attempt.
   */
  abstract fetchDays(upstreamName: string, window: Period, options: CallOptions): Promise<ValidatedResponse>;
  /** As above; a response with the fingerprint `known` is not parsed again, and a batch may return the days of many restaurants at once. */
  abstract fetchDays(
    upstreamName: string,
    window: Period,
    options: CallOptions & { readonly known: string | undefined; readonly batch?: BatchRequest | undefined },
  ): Promise<ValidatedResponse | UnchangedResponse>;
  /**
   * Returns the restaurants that the upstream lists; null when it cannot list them.
   * @throws UpstreamError when the call failed.
   */
  abstract listRestaurants(options: CallOptions): Promise<RestaurantList | null>;
}
