import type { Period } from '../stats/period.js';
import { checkAnswer } from './check-answer.js';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import { readRestaurants } from './restaurant-list.js';
import { Turns } from './turns.js';
import type { UpstreamGate } from './upstream-gate.js';
import {
  UpstreamError,
  UpstreamSource,
  type CallOptions,
  type CheckedAnswer,
  type KnownAnswer,
  type ListedRestaurant,
} from './upstream-source.js';

const STATS = '/api/v1/getRestaurantStats';
/** How servers that can't list answer a call without a name. */
const CANNOT_LIST = [400, 404, 405, 501];

export interface HttpUpstreamSourceOptions extends HttpClientOptions {
  /** What to call this upstream instead of its address: `demo`. */
  readonly identity?: string | undefined;
  /** The business time zone, IANA. */
  readonly timeZone: string;
  /** The limiter of the server, shared with others who call it. */
  readonly gate: UpstreamGate;
}

/** Reads the API of the agency's server: one call a restaurant, whatever the window. */
export class HttpUpstreamSource extends UpstreamSource {
  readonly identity: string;
  private readonly client: HttpClient;
  private readonly timeZone: string;
  private readonly turns = new Turns();

  constructor(options: HttpUpstreamSourceOptions) {
    super();
    this.client = new HttpClient(options, options.gate, this.turns);
    this.identity = options.identity ?? this.client.base;
    this.timeZone = options.timeZone;
  }

  fetchDays(upstreamName: string, window: Period, options: CallOptions): Promise<CheckedAnswer>;
  fetchDays(
    upstreamName: string,
    window: Period,
    options: CallOptions & { readonly known: string | undefined },
  ): Promise<CheckedAnswer | KnownAnswer>;
  async fetchDays(
    upstreamName: string,
    window: Period,
    { signal, known }: CallOptions & { readonly known?: string | undefined },
  ): Promise<CheckedAnswer | KnownAnswer> {
    const path = `${STATS}?restaurant_name=${encoded(upstreamName)}&source=looker_summary&start_date=${window.from}&end_date=${window.to}`;
    const { body, fingerprint, calls } = await this.client.getJson(path, { signal, known });
    if (fingerprint !== null && fingerprint === known) return { known: true, calls };
    const asked = { name: upstreamName, window, timeZone: this.timeZone };
    return this.turns.take(() => ({ ...checkAnswer(body, asked, calls), fingerprint }));
  }

  async listRestaurants({ signal }: CallOptions): Promise<readonly ListedRestaurant[] | null> {
    const { body } = await this.client.getJson(`${STATS}?source=restaurants`, { signal, absentOn: CANNOT_LIST });
    return readRestaurants(body);
  }
}

function encoded(name: string): string {
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
