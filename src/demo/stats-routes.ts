import { z } from 'zod';
import { DayInput } from '../stats/day-input.js';
import { type Day, dayNumber, dayOfNumber } from '../stats/day.js';
import type { DemoCollection } from './collection.js';
import { type Answer, type Call, HttpError } from './http.js';
import type { Row } from './looker-row.js';
import { restaurantNames } from './names.js';
import { type Restaurant, restaurantOf } from './restaurant.js';
import { type Field, fieldsOf, restaurantRow, SOURCES, sourceRows, type Window } from './sources.js';
import { turns } from './turns.js';

const SourceInput = z.enum(SOURCES);
const StatsQuery = z.object({
  restaurant_name: z.string().min(1).optional(),
  source: SourceInput,
  start_date: DayInput.optional(),
  end_date: DayInput.optional(),
});
const FieldsQuery = z.object({ source: SourceInput });
const BatchBody = z.object({ start_date: DayInput, end_date: DayInput });

/** The calls that read: one restaurant's rows, the fields of a source, everybody's rows. */
export class StatsRoutes {
  private readonly names: readonly string[];
  private readonly indexes: ReadonlyMap<string, number>;

  constructor(
    private readonly seed: number,
    count: number,
    private readonly collection: DemoCollection,
  ) {
    this.names = restaurantNames(count);
    this.indexes = new Map(this.names.map((name, index) => [name, index]));
  }

  async getRestaurantStats({ query, signal }: Call): Promise<Answer> {
    const { restaurant_name: name = null, source, ...dates } = parse(StatsQuery, Object.fromEntries(query));
    const held = this.collection.window();
    const window = within(held, dates);
    if (name === null && source !== 'restaurants') throw new HttpError(400, 'restaurant_name is required');
    const rows = name === null ? this.listed() : sourceRows(source, this.named(name), window);

    let count = 0;
    const data: string[] = [];
    for await (const some of turns(rows, signal)) {
      count += some.length;
      data.push(JSON.stringify(some).slice(1, -1));
    }
    const { start_date = dayOfNumber(held.first), end_date = dayOfNumber(held.last) } = dates;
    const head = { restaurant_name: name, source, period: `${start_date} to ${end_date}`, records_count: count };
    return `${JSON.stringify(head).slice(0, -1)},"data":[${data.join(',')}]}`;
  }

  getFieldsInfo({ query }: Call): Answer {
    const { source } = parse(FieldsQuery, Object.fromEntries(query));
    const window = this.collection.window();
    let fields: Field[] = [];
    for (const restaurant of this.restaurants()) {
      fields = fieldsOf(source, restaurant, window);
      if (fields.length > 0) break;
    }
    return JSON.stringify({ source, fields_count: fields.length, fields });
  }

  /** Hundreds of megabytes at worst, so it is streamed, a restaurant after the other. */
  async getBatchStats({ body, signal }: Call): Promise<Answer> {
    const window = within(this.collection.window(), parse(BatchBody, jsonOf(await body())));
    return batch(this.restaurants(), window, signal);
  }

  private named(name: string): Restaurant {
    const index = this.indexes.get(name);
    if (index === undefined) throw new HttpError(404, 'Restaurant not found');
    return restaurantOf(this.seed, index, name);
  }

  private *restaurants(): Generator<Restaurant> {
    for (const [index, name] of this.names.entries()) yield restaurantOf(this.seed, index, name);
  }

  private *listed(): Generator<Row> {
    for (const restaurant of this.restaurants()) yield restaurantRow(restaurant);
  }
}

async function* batch(restaurants: Iterable<Restaurant>, window: Window, signal: AbortSignal): AsyncGenerator<string> {
  let opening = '{';
  for (const restaurant of restaurants) {
    yield `${opening}"${restaurant.id}":{`;
    let separator = '';
    for await (const rows of turns(sourceRows('looker_summary', restaurant, window), signal)) {
      const byDay = Object.fromEntries(rows.map((row) => [String(row.stat_date).slice(0, 10), row]));
      yield separator + JSON.stringify(byDay).slice(1, -1);
      separator = ',';
    }
    opening = '},';
  }
  yield '}}';
}

function within(held: Window, { start_date, end_date }: { start_date?: Day; end_date?: Day }): Window {
  if (start_date && end_date && start_date > end_date) throw new HttpError(400, 'start_date is after end_date');
  return {
    ...held,
    first: start_date ? Math.max(dayNumber(start_date), held.first) : held.first,
    last: end_date ? Math.min(dayNumber(end_date), held.last) : held.last,
  };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new HttpError(400, result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not JSON');
  }
}
