import { createHash } from 'node:crypto';
import { checkMysql } from './check-mysql.js';
import { toCallError } from './mysql-errors.js';
import { MysqlPool } from './mysql-pool.js';
import { MysqlReader, toStatRows, type MysqlRestaurant } from './mysql-reader.js';
import { callWithRetries, type CallResult, type RetryOptions } from '../limiter/call-with-retries.js';
import { TooManyRequestsResponse, type AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import { parseRestaurantList } from '../validation/parse-restaurant-list.js';
import { validateResponse } from '../validation/validate-response.js';
import {
  UpstreamError,
  UpstreamSource,
  type CallObserver,
  type CallOptions,
  type RestaurantList,
  type SourceDescription,
  type SourceFinding,
  type UnchangedResponse,
  type ValidatedResponse,
} from '../upstream-source.js';
import type { Period } from '../../domain/index.js';
import type { MysqlSettings } from '../../platform/config/index.js';
import { YieldingExecutor } from '../../platform/event-loop/index.js';

type IdsByName = ReadonlyMap<string, readonly string[]>;

/** A run asks for every restaurant within seconds, and each needs its id. */
const LIST_TTL_MS = 10_000;

export interface MysqlSourceOptions extends RetryOptions {
  readonly settings: MysqlSettings;
  /** The name of the database without secrets. */
  readonly identity: string;
  /** The zone in which the upstream writes its days, IANA. */
  readonly timeZone: string;
  readonly timeoutMs: number;
  readonly rateLimiter: AdaptiveRateLimiter;
  /** Whether a server can be asked to collect. */
  readonly hasCollection: boolean;
  readonly observe?: CallObserver | undefined;
}

/** Reads the tables behind the agency's API with one small query for each restaurant and window. */
export class MysqlSource extends UpstreamSource {
  readonly identity: string;
  private readonly reader: MysqlReader;
  private readonly executor = new YieldingExecutor();
  private list: { readonly byName: IdsByName; readonly readAt: number } | null = null;
  private listing: Promise<IdsByName> | null = null;

  constructor(private readonly options: MysqlSourceOptions) {
    super();
    this.identity = options.identity;
    this.reader = new MysqlReader(new MysqlPool(options), options.settings);
  }

  describe(): SourceDescription {
    return { kind: 'mysql', list: 'yes', batch: 'no', collection: this.options.hasCollection ? 'unknown' : 'no' };
  }

  async check({ signal }: CallOptions): Promise<readonly SourceFinding[]> {
    try {
      const { result } = await this.call((own) => checkMysql(this.reader, this.options.settings, own), signal);
      return result;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return [{ name: 'mysql', status: 'fail', message: error.message }];
    }
  }

  async listRestaurants({ signal }: CallOptions): Promise<RestaurantList | null> {
    const { result } = await this.call((own) => this.reader.listRestaurants(own), signal);
    return parseRestaurantList({ data: result });
  }

  fetchDays(upstreamName: string, window: Period, options: CallOptions): Promise<ValidatedResponse>;
  fetchDays(
    upstreamName: string,
    window: Period,
    options: CallOptions & { readonly known: string | undefined },
  ): Promise<ValidatedResponse | UnchangedResponse>;
  async fetchDays(
    upstreamName: string,
    window: Period,
    { signal, known }: CallOptions & { readonly known?: string | undefined },
  ): Promise<ValidatedResponse | UnchangedResponse> {
    const { result: id, calls: listCalls } = await this.findId(upstreamName, signal);
    const { result: cells, calls: dayCalls } = await this.call((own) => this.reader.readCells(id, window, own), signal);
    const calls = listCalls + dayCalls;
    return this.executor.run(() => {
      // Without the names of the columns, which are always the same and two thirds of the text.
      const fingerprint = createHash('sha256')
        .update(JSON.stringify([id, window, cells.rows]))
        .digest('base64');
      if (fingerprint === known) return { known: true, calls } as const;
      const request = { name: upstreamName, window, timeZone: this.options.timeZone };
      return { ...validateResponse({ data: toStatRows(cells) }, request, calls), upstreamId: id, fingerprint };
    });
  }

  /** Closes the idle connections at the end of the process. */
  onModuleDestroy(): void {
    this.reader.close();
  }

  /**
   * Returns the id of the restaurant with exactly this name: the comparison is by code units, not by a collation.
   * @throws UpstreamError `not_found`, or `wrong_restaurant` when two restaurants have the name.
   */
  private async findId(name: string, signal: AbortSignal): Promise<CallResult<string>> {
    const { result: byName, calls } = await this.findList(signal);
    let ids = byName.get(name);
    let listCalls = calls;
    if (!ids && calls === 0) {
      // The list may be some seconds old.
      this.list = null;
      const listed = await this.findList(signal);
      listCalls = listed.calls;
      ids = listed.result.get(name);
    }
    const [id, other] = ids ?? [];
    if (id === undefined) {
      const text = 'The database has no restaurant of exactly this name. Check its upstream name.';
      throw new UpstreamError('not_found', text, listCalls);
    }
    if (other !== undefined) {
      const text = `The database has two restaurants of this name (ids ${id} and ${other}), so nobody can tell whose numbers these are. Nothing was changed here. Rename one of them there.`;
      throw new UpstreamError('wrong_restaurant', text, listCalls);
    }
    return { result: id, calls: listCalls };
  }

  /** Returns the ids by name. Restaurants that are copied at once share one query; it counts for the first of them. */
  private async findList(signal: AbortSignal): Promise<CallResult<IdsByName>> {
    if (this.list && performance.now() - this.list.readAt < LIST_TTL_MS) return { result: this.list.byName, calls: 0 };
    // The query of another restaurant may be cancelled with it: then this one sends its own.
    const shared = await this.listing?.catch(() => null);
    if (shared) return { result: shared, calls: 0 };
    const listed = this.call((own) => this.reader.listRestaurants(own), signal);
    const listing = listed.then(({ result }) => groupByName(result));
    this.listing = listing;
    try {
      const byName = await listing;
      this.list = { byName, readAt: performance.now() };
      return { result: byName, calls: (await listed).calls };
    } finally {
      if (this.listing === listing) this.listing = null;
    }
  }

  private call<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<CallResult<T>> {
    const attempt = async (): Promise<T | TooManyRequestsResponse> => {
      const started = performance.now();
      const observe = (code: string) => this.options.observe?.({ code, seconds: (performance.now() - started) / 1000 });
      try {
        const result = await work(signal);
        observe('ok');
        return result;
      } catch (error) {
        const failure = toCallError(error);
        observe(failure instanceof TooManyRequestsResponse ? 'too_many_connections' : failure.code);
        if (failure instanceof TooManyRequestsResponse) return failure;
        throw failure;
      }
    };
    return callWithRetries(attempt, this.options.rateLimiter, this.options, signal);
  }
}

function groupByName(restaurants: readonly MysqlRestaurant[]): IdsByName {
  const byName = new Map<string, string[]>();
  for (const { id, name } of restaurants) {
    const ids = byName.get(name);
    if (ids) ids.push(id);
    else byName.set(name, [id]);
  }
  return byName;
}
