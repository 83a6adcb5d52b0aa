import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRICS } from '../../src/domain/metrics.js';
import { parseStatDate } from '../../src/upstream/validation/stat-date.js';

/** A row as upstream sends it: any field, any value. */
export type UpstreamRow = Record<string, unknown>;
/** Plays one call instead of the stored rows. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A call that the upstream received. */
export interface ReceivedCall {
  readonly name: string | null;
  readonly source: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** A real server on loopback that responds as a test configures it. */
export class ScriptedUpstream {
  readonly calls: ReceivedCall[] = [];
  readonly authorizations: (string | undefined)[] = [];
  private readonly rows = new Map<string, UpstreamRow[]>();
  private readonly behaviours = new Map<string, Behaviour[]>();
  private readonly routes = new Map<string, Behaviour>();
  private always: Behaviour | null = null;
  private restaurants: UpstreamRow[] | null = null;
  private waiters: { calls: number; resolve: () => void }[] = [];
  private readonly server = createServer((request, response) => this.handle(request, response));

  static async start(): Promise<ScriptedUpstream> {
    const upstream = new ScriptedUpstream();
    // Without keep-alive no connection closes during its reuse, which would be an unintended fault.
    upstream.server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sets the rows of a restaurant. A restaurant without rows is a 404. */
  serve(name: string, rows: UpstreamRow[]): void {
    this.rows.set(name, rows);
  }

  /** Sets the response to `source=restaurants`. Without it the response is a 400. */
  list(restaurants: UpstreamRow[]): void {
    this.restaurants = restaurants;
  }

  /** Sets the behaviour of another route, such as `POST /api/v1/triggerCollection`. Null removes the route. */
  route(call: string, behaviour: Behaviour | null): void {
    if (behaviour) this.routes.set(call, behaviour);
    else this.routes.delete(call);
  }

  /** Plays these behaviours for the next calls of a restaurant, one per call. */
  next(name: string, ...behaviours: Behaviour[]): void {
    this.behaviours.set(name, [...(this.behaviours.get(name) ?? []), ...behaviours]);
  }

  /** Plays this behaviour for every call until the next change. */
  everyCall(behaviour: Behaviour | null): void {
    this.always = behaviour;
  }

  /** Holds the calls of these restaurants (of all without names) until `release`, then responds with the served rows. */
  hold(...names: string[]): { release: () => void } {
    const held: (() => void)[] = [];
    this.everyCall((request, response) => {
      const name = parametersOf(request).get('restaurant_name');
      if (names.length > 0 && !(name !== null && names.includes(name))) this.respond(request, response);
      else held.push(() => this.respond(request, response));
    });
    return {
      release: () => {
        this.everyCall(null);
        for (const respond of held.splice(0)) respond();
      },
    };
  }

  /** Resolves when this many calls for statistics have arrived in total. */
  waitForCalls(calls: number): Promise<void> {
    if (this.statsCalls().length >= calls) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ calls, resolve }));
  }

  statsCalls(): ReceivedCall[] {
    return this.calls.filter(({ source }) => source === 'looker_summary');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Responds to a request that another server received. */
  play(request: IncomingMessage, response: ServerResponse): void {
    this.handle(request, response);
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const route = this.routes.get(`${request.method} ${request.url}`);
    if (route) {
      route(request, response);
      return;
    }
    const parameters = parametersOf(request);
    const name = parameters.get('restaurant_name');
    this.calls.push({
      name,
      source: parameters.get('source'),
      from: parameters.get('start_date'),
      to: parameters.get('end_date'),
    });
    this.authorizations.push(request.headers.authorization);
    this.waiters = this.waiters.filter(({ calls, resolve }) => {
      if (this.statsCalls().length < calls) return true;
      resolve();
      return false;
    });
    const behaviour = this.always ?? (name !== null && this.behaviours.get(name)?.shift());
    if (behaviour) behaviour(request, response);
    else this.respond(request, response);
  }

  private respond(request: IncomingMessage, response: ServerResponse): void {
    json(...this.stored(request))(request, response);
  }

  private stored(request: IncomingMessage): [status: number, body: unknown] {
    const parameters = parametersOf(request);
    const name = parameters.get('restaurant_name');
    const source = parameters.get('source');
    if (!request.url?.startsWith('/api/v1/getRestaurantStats?')) return [404, { error: 'no such route' }];
    if (name === null && source === 'restaurants' && this.restaurants) return [200, { source, data: this.restaurants }];
    if (name === null) return [400, { error: 'restaurant_name is required' }];
    const rows = this.rows.get(name);
    if (!rows) return [404, { error: 'Restaurant not found' }];
    const from = parameters.get('start_date');
    const to = parameters.get('end_date');
    const data = rows.filter((row) => {
      const date = typeof row.stat_date === 'string' ? dayOf(row.stat_date) : null;
      return date === null || ((from === null || date >= from) && (to === null || date <= to));
    });
    return [200, { restaurant_name: name, source, period: `${from} to ${to}`, records_count: data.length, data }];
  }
}

/** Returns the day under which the database holds a row, also when the server writes it as an instant in Bali time. */
const dayOf = (written: string) => parseStatDate(written, 'Asia/Makassar') ?? written.slice(0, 10);

function parametersOf({ url = '/' }: IncomingMessage): URLSearchParams {
  return new URL(url, 'http://upstream').searchParams;
}

export function json(status: number, body: unknown): Behaviour {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Returns a row of both platforms with plausible values, changed by `fields`. */
export function upstreamRow(date: string, fields: UpstreamRow = {}): UpstreamRow {
  const values = Object.fromEntries(
    METRICS.map(({ upstreamField, kind }, index) => [
      upstreamField,
      kind === 'money' ? `${1000 + index}.50` : index + 3,
    ]),
  );
  return { stat_date: `${date}T00:00:00.000Z`, ...values, rating: '4.7', some_new_field: { deep: true }, ...fields };
}

/** Returns the fields of a platform that did not report, all null. */
export function nothingFrom(platform: 'grab' | 'gojek'): UpstreamRow {
  const fields = METRICS.filter((metric) => metric.platform === platform).map(({ upstreamField }) => upstreamField);
  return Object.fromEntries(fields.map((field) => [field, null]));
}
