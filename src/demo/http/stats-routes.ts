import { z } from 'zod';
import type { DemoCollection } from '../collection/collection.js';
import { type DemoResponse, type Call, HttpError } from './http.js';
import type { Row } from './looker-row.js';
import { restaurantNames } from '../figures/names.js';
import { type Restaurant, createRestaurant } from '../figures/restaurant.js';
import { type Field, listFields, restaurantRow, SOURCES, listRows, type Source, type Window } from './row-variants.js';
import { yieldInBatches } from './yield-in-batches.js';
import { DaySchema } from '../../platform/http/index.js';
import { type Day, toDayNumber, fromDayNumber } from '../../domain/index.js';

const SourceInput = z.enum(SOURCES);
const StatsQuery = z.object({
  restaurant_name: z.string().min(1).optional(),
  source: SourceInput,
  start_date: DaySchema.optional(),
  end_date: DaySchema.optional(),
});
const FieldsQuery = z.object({ source: SourceInput });
const BatchBody = z.object({ start_date: DaySchema, end_date: DaySchema });

/** With flaws, it is listed but unknown to every other call. */
const UNKNOWN = 'Taco Tegal';
/** With flaws, some of its rows have sales that are no number. */
const WITH_BAD_VALUES = 'Bingin Breakfast';

/** The routes that read one restaurant's rows, the fields of a source, or the rows of all restaurants. */
export class StatsRoutes {
  private readonly names: readonly string[];
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(
    private readonly seed: number,
    count: number,
    private readonly collection: DemoCollection,
    private readonly hasFlaws: boolean,
  ) {
    this.names = restaurantNames(count);
    this.indexes = new Map(this.names.map((name, index) => [name, index]));
  }

  /** Returns a restaurant's rows in a source. @throws HttpError 400 for bad parameters, 404 for an unknown restaurant. */
  async getRestaurantStats({ query, signal }: Call): Promise<DemoResponse> {
    const { restaurant_name: name = null, source, ...dates } = parse(StatsQuery, Object.fromEntries(query));
    const held = this.collection.window();
    const window = clipWindow(held, dates);
    if (name === null && source !== 'restaurants') throw new HttpError(400, 'restaurant_name is required');
    const rows = name === null ? this.restaurantRows() : this.listRowsOf(name, source, window);

    let count = 0;
    const data: string[] = [];
    for await (const rowBatch of yieldInBatches(rows, signal)) {
      count += rowBatch.length;
      data.push(JSON.stringify(rowBatch).slice(1, -1));
    }
    const { start_date = fromDayNumber(held.first), end_date = fromDayNumber(held.last) } = dates;
    const head = { restaurant_name: name, source, period: `${start_date} to ${end_date}`, records_count: count };
    return `${JSON.stringify(head).slice(0, -1)},"data":[${data.join(',')}]}`;
  }

  /** Returns the fields of a source. @throws HttpError 400 for a bad source. */
  getFieldsInfo({ query }: Call): DemoResponse {
    const { source } = parse(FieldsQuery, Object.fromEntries(query));
    const window = this.collection.window();
    let fields: Field[] = [];
    for (const restaurant of this.restaurants()) {
      fields = listFields(source, restaurant, window);
      if (fields.length > 0) break;
    }
    return JSON.stringify({ source, fields_count: fields.length, fields });
  }

  /** Streams the rows of all restaurants, one after the other: hundreds of megabytes at most. @throws HttpError 400. */
  async getBatchStats({ body, signal }: Call): Promise<DemoResponse> {
    const window = clipWindow(this.collection.window(), parse(BatchBody, parseJson(await body())));
    return batch(this.restaurants(), window, signal);
  }

  private listRowsOf(name: string, source: Source, window: Window): Iterable<Row> {
    const rows = listRows(source, this.findRestaurant(name), window);
    return this.hasFlaws && name === WITH_BAD_VALUES ? spoilRows(rows) : rows;
  }

  private findRestaurant(name: string): Restaurant {
    const index = this.indexes.get(name);
    if (index === undefined || (this.hasFlaws && name === UNKNOWN)) throw new HttpError(404, 'Restaurant not found');
    return createRestaurant(this.seed, index, name);
  }

  private *restaurants(): Generator<Restaurant> {
    for (const [index, name] of this.names.entries()) yield createRestaurant(this.seed, index, name);
  }

  private *restaurantRows(): Generator<Row> {
    for (const restaurant of this.restaurants()) yield restaurantRow(restaurant);
  }
}

/** Replaces the sales of one row in a hundred by a text that is no number. */
function* spoilRows(rows: Iterable<Row>): Generator<Row> {
  let position = 0;
  for (const row of rows) yield position++ % 100 === 2 ? { ...row, grab_sales: 'N/A' } : row;
}

async function* batch(restaurants: Iterable<Restaurant>, window: Window, signal: AbortSignal): AsyncGenerator<string> {
  let opening = '{';
  for (const restaurant of restaurants) {
    yield `${opening}"${restaurant.id}":{`;
    let separator = '';
    for await (const rows of yieldInBatches(listRows('looker_summary', restaurant, window), signal)) {
      const byDay = Object.fromEntries(rows.map((row) => [String(row.stat_date).slice(0, 10), row]));
      yield separator + JSON.stringify(byDay).slice(1, -1);
      separator = ',';
    }
    opening = '},';
  }
  yield '}}';
}

function clipWindow(held: Window, { start_date, end_date }: { start_date?: Day; end_date?: Day }): Window {
  if (start_date && end_date && start_date > end_date) throw new HttpError(400, 'start_date is after end_date');
  return {
    ...held,
    first: start_date ? Math.max(toDayNumber(start_date), held.first) : held.first,
    last: end_date ? Math.min(toDayNumber(end_date), held.last) : held.last,
  };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new HttpError(400, result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not JSON');
  }
}
