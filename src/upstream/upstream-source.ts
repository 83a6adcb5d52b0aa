import type { CheckedDay } from '../stats/day-row.js';
import type { Period } from '../stats/period.js';
import { OperationalError } from '../errors.js';

/** A restaurant as upstream lists it. The name is verbatim. */
export interface ListedRestaurant {
  readonly id: string | null;
  readonly name: string;
}

/** Why a row was refused. Stable codes: they are stored and shown. */
export type QuarantineReason =
  | 'not_an_object'
  | 'missing_date'
  | 'invalid_date'
  | 'not_a_number'
  | 'too_many_decimals'
  | 'out_of_range'
  | 'negative_count'
  | 'conflicting_duplicate';

/** A refused row, at its first bad field: kept for a person to look at. `value` is at most 200 characters. */
export interface QuarantinedRow {
  /** The day as text when it could be read, else null. */
  readonly date: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly reason: QuarantineReason;
}

/** One restaurant's answer after every check. */
export interface CheckedAnswer {
  /** Valid days inside the window, oldest first, each once. */
  readonly days: readonly CheckedDay[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Days of the window with quarantined rows only: what is held of them is neither confirmed nor denied. */
  readonly quarantinedDays: ReadonlySet<string>;
  /** Rows outside the window or of another restaurant. */
  readonly ignored: number;
  /** Rows in the answer before any check; 0 is "upstream has nothing". */
  readonly received: number;
  /** HTTP calls made for it, retries included. */
  readonly calls: number;
  /** The same only for the same bytes in answer to the same question. Null where that can't be told. */
  readonly fingerprint: string | null;
}

/** The answer is the known one, byte for byte: there is nothing new to read in it. */
export interface KnownAnswer {
  readonly known: true;
  readonly calls: number;
}

export interface CallOptions {
  /** Aborts the call, its retries and its pauses. */
  readonly signal: AbortSignal;
}

/** Codes of what can go wrong with a call. INTERFACE: they stand as `code` of an item. */
export type UpstreamErrorCode =
  | 'upstream_unreachable'
  | 'upstream_timeout'
  | 'upstream_error'
  | 'upstream_bad_answer'
  | 'upstream_too_large'
  | 'upstream_redirected'
  | 'upstream_refused'
  | 'upstream_rejected'
  | 'rate_limited'
  | 'not_found'
  | 'wrong_restaurant'
  | 'cancelled';

/** A call that failed for good, after its retries. */
export class UpstreamError extends OperationalError {
  constructor(
    override readonly code: UpstreamErrorCode,
    message: string,
    /** HTTP calls made, retries included. */
    readonly calls: number,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.name = 'UpstreamError';
  }
}

/** PORT 1: where the numbers come from. One implementation a process, chosen at composition. */
export abstract class UpstreamSource {
  /** Names what is copied, without secrets: `demo`, or an origin such as `https://stats.example.com`. */
  abstract readonly identity: string;
  /**
   * One restaurant's days inside `window`, checked. An empty answer resolves with `received: 0`.
   * @param upstreamName sent verbatim.
   * @throws UpstreamError
   */
  abstract fetchDays(upstreamName: string, window: Period, options: CallOptions): Promise<CheckedAnswer>;
  /** As before; the answer of the fingerprint `known` need not be read again. */
  abstract fetchDays(
    upstreamName: string,
    window: Period,
    options: CallOptions & { readonly known: string | undefined },
  ): Promise<CheckedAnswer | KnownAnswer>;
  /**
   * What upstream lists, or null when it can't list.
   * @throws UpstreamError when it could not be asked.
   */
  abstract listRestaurants(options: CallOptions): Promise<readonly ListedRestaurant[] | null>;
}
