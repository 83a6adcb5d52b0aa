import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRICS } from '../../src/stats/metric-catalogue.js';

/** A row as upstream sends it: any field, any value. */
export type WireRow = Record<string, unknown>;
/** Plays one call instead of the stored rows. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A call as the upstream saw it. */
export interface SeenCall {
  readonly name: string | null;
  readonly source: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** A real server on loopback that answers what a test tells it to. */
export class ScriptedUpstream {
  readonly calls: SeenCall[] = [];
  readonly authorizations: (string | undefined)[] = [];
  private readonly rows = new Map<string, WireRow[]>();
  private readonly behaviours = new Map<string, Behaviour[]>();
  private readonly routes = new Map<string, Behaviour>();
  private always: Behaviour | null = null;
  private restaurants: WireRow[] | null = null;
  private waiters: { calls: number; resolve: () => void }[] = [];
  private readonly server = createServer((request, response) => this.answer(request, response));

  static async start(): Promise<ScriptedUpstream> {
    const upstream = new ScriptedUpstream();
    // A connection that is closed as it is reused would be a fault that no test asked for.
    upstream.server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What a restaurant has from now on; a restaurant nobody served is a 404. */
  serve(name: string, rows: WireRow[]): void {
    this.rows.set(name, rows);
  }

  /** What it answers to `source=restaurants`; until then it can't list and says 400. */
  list(restaurants: WireRow[]): void {
    this.restaurants = restaurants;
  }

  /** Answers calls of another path, such as `POST /api/v1/triggerCollection`, with this; null: it does not exist. */
  route(call: string, behaviour: Behaviour | null): void {
    if (behaviour) this.routes.set(call, behaviour);
    else this.routes.delete(call);
  }

  /** Plays these instead for the next calls of a restaurant, one each. */
  next(name: string, ...behaviours: Behaviour[]): void {
    this.behaviours.set(name, [...(this.behaviours.get(name) ?? []), ...behaviours]);
  }

  /** Plays this for every call until told otherwise. */
  everyCall(behaviour: Behaviour | null): void {
    this.always = behaviour;
  }

  /** Keeps the calls of these restaurants (of all without names) waiting until `letGo`, then answers what is served. */
  hold(...names: string[]): { letGo: () => void } {
    const held: (() => void)[] = [];
    this.everyCall((request, response) => {
      const name = parametersOf(request).get('restaurant_name');
      if (names.length > 0 && !(name !== null && names.includes(name))) this.respond(request, response);
      else held.push(() => this.respond(request, response));
    });
    return {
      letGo: () => {
        this.everyCall(null);
        for (const answer of held.splice(0)) answer();
      },
    };
  }

  /** Resolves once this many calls for statistics have arrived in all. */
  called(calls: number): Promise<void> {
    if (this.statsCalls().length >= calls) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ calls, resolve }));
  }

  statsCalls(): SeenCall[] {
    return this.calls.filter(({ source }) => source === 'looker_summary');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
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
      const date = typeof row.stat_date === 'string' ? row.stat_date.slice(0, 10) : null;
      return date === null || ((from === null || date >= from) && (to === null || date <= to));
    });
    return [200, { restaurant_name: name, source, period: `${from} to ${to}`, records_count: data.length, data }];
  }
}

function parametersOf({ url = '/' }: IncomingMessage): URLSearchParams {
  return new URL(url, 'http://upstream').searchParams;
}

export function json(status: number, body: unknown): Behaviour {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** A row of both platforms with believable values, changed by `fields`. */
export function wireRow(date: string, fields: WireRow = {}): WireRow {
  const values = Object.fromEntries(
    METRICS.map(({ upstreamField, kind }, index) => [
      upstreamField,
      kind === 'money' ? `${1000 + index}.50` : index + 3,
    ]),
  );
  return { stat_date: `${date}T00:00:00.000Z`, ...values, rating: '4.7', some_new_field: { deep: true }, ...fields };
}

/** Fields of a platform that did not report. */
export function nothingFrom(platform: 'grab' | 'gojek'): WireRow {
  const fields = METRICS.filter((metric) => metric.platform === platform).map(({ upstreamField }) => upstreamField);
  return Object.fromEntries(fields.map((field) => [field, null]));
}
