import type { CallOptions, UpstreamErrorCode } from './upstream-source.js';

/** The response of the upstream to the request to collect. It keeps no text of the upstream, because that can hold secrets. */
export type TriggerResponse =
  /** The upstream waited for the end. */
  | { readonly kind: 'finished' }
  | { readonly kind: 'started' }
  /** `since` is its start, ISO 8601 UTC; null when it is not reported. */
  | { readonly kind: 'already_running'; readonly since: string | null }
  | { readonly kind: 'script_failed' }
  | { readonly kind: 'unsupported' }
  /** Nothing was started. */
  | { readonly kind: 'refused'; readonly code: UpstreamErrorCode | 'upstream_rejected'; readonly reason: string }
  /** Neither the response nor its absence shows whether it started. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** The status of the collection as the upstream reports it. Instants are verbatim. */
export interface RemoteStatus {
  readonly running: boolean;
  /** A text that changes with every collection that ends; null when the upstream reports none. */
  readonly lastResult: string | null;
  /**
   * How the last collection ended. `unsaid`: it ended, and the upstream does not say whether it collected anything. `unknown`: the
   * upstream does not know how it ended.
   */
  readonly lastOutcome: 'succeeded' | 'failed' | 'unsaid' | 'unknown';
}

/** Starts the script on the agency's server that fetches the last three days from Grab and GoJek, and reads its status. */
export abstract class RemoteCollection {
  /**
   * Starts a collection with one request, which is never repeated and may take as long as the script. Never throws; an abort is
   * `unclear`.
   */
  abstract trigger(options: CallOptions): Promise<TriggerResponse>;
  /** Returns the status; null when the upstream has no such call. @throws UpstreamError when the call failed. */
  abstract status(options: CallOptions): Promise<RemoteStatus | null>;
}

/** The collection of an upstream without a server that could be asked. */
export class UnsupportedCollection extends RemoteCollection {
  trigger(): Promise<TriggerResponse> {
    return Promise.resolve({ kind: 'unsupported' });
  }

  status(): Promise<null> {
    return Promise.resolve(null);
  }
}
