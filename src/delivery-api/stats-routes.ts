import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { OTHER_COLUMNS } from './api-columns.js';
import { ApiError } from './api-error.js';
import { countDays, parseDay, toDay, type Day, type Period } from '../domain/index.js';
import { STAT_COLUMNS, type MysqlReader, type StatRow } from '../upstream/mysql/index.js';

/** The window of a call without days. */
const ALL_DAYS: Period = { from: toDay('2000-01-01'), to: toDay('2099-12-30') };
const MAX_BATCH_DAYS = 31;
/** What a call names its days: a server without a window writes words. */
const PARAMETERS = ['restaurant_name', 'source', 'start_date', 'end_date'];

/** A day as the API returns it, under the names of docs/UPSTREAM.md. */
function toApiRow(row: StatRow, name: string): Record<string, unknown> {
  return {
    ...row,
    restaurant_id: toApiId(String(row.restaurant_id)),
    restaurant_name: name,
    stat_date: toApiDay(String(row.stat_date)),
  };
}

/** An id is a number, as the Express API writes it, unless it is a text or JavaScript cannot hold it. */
function toApiId(id: string): number | string {
  const number = Number(id);
  return String(number) === id && Number.isSafeInteger(number) ? number : id;
}

/** A time of day other than midnight has no zone here, so nobody can tell its day: it stays as it is, and no reader takes it for a day. */
function toApiDay(written: string): string {
  const [, day] = /^(.{10})(?: 00:00:00(?:\.0+)?)?$/.exec(written) ?? [];
  return day === undefined ? written : `${day}T00:00:00.000Z`;
}

const dayOf = (row: StatRow) => String(row.stat_date).slice(0, 10);
const newestFirst = (a: StatRow, b: StatRow) => (dayOf(a) < dayOf(b) ? 1 : -1);

/** The calls that read: names are compared exactly, and only known columns stand in any SQL. */
export class StatsRoutes {
  constructor(private readonly reader: MysqlReader) {}

  /** @throws ApiError 400 for bad parameters, 404 for a name that no restaurant has, 409 for one that several have. */
  async getRestaurantStats(query: URLSearchParams, signal: AbortSignal): Promise<object> {
    const given = single(query, PARAMETERS);
    const { source } = given;
    if (source === 'restaurants') {
      const data = (await this.reader.listRestaurants(signal)).map(({ id, name }) => ({ id: toApiId(id), name }));
      return { restaurant_name: null, source, period: 'all', records_count: data.length, data };
    }
    assertSource(source);
    const name = given.restaurant_name;
    if (name === undefined || name === '') throw new ApiError(400, 'restaurant_name is required');
    const window = windowOf(given.start_date, given.end_date);
    const found = (await this.reader.listRestaurants(signal)).filter((restaurant) => restaurant.name === name);
    const [restaurant] = found;
    if (!restaurant) throw new ApiError(404, 'Restaurant not found');
    if (found.length > 1) throw new ApiError(409, 'Several restaurants have this name');
    const rows = [...(await this.reader.readDays(restaurant.id, window, signal))].sort(newestFirst);
    const period = `${given.start_date ?? 'beginning'} to ${given.end_date ?? 'now'}`;
    const data = rows.map((row) => toApiRow(row, name));
    return { restaurant_name: name, source, period, records_count: data.length, data };
  }

  /** Returns the columns that rows have, with their types. @throws ApiError 400 for another source. */
  async getFieldsInfo(query: URLSearchParams, signal: AbortSignal): Promise<object> {
    const { source } = single(query, ['source']);
    assertSource(source);
    const { columnTypes } = await this.reader.readLayout(signal);
    const fields = [...STAT_COLUMNS, ...OTHER_COLUMNS].flatMap((name) => {
      const type = columnTypes.get(name);
      return type === undefined ? [] : [{ name, type }];
    });
    return { source, fields_count: fields.length, fields };
  }

  /**
   * Writes the days of all restaurants, one restaurant after the other, so that memory holds one of them. Leaves out a restaurant
   * whose days an object cannot hold, or whose name another one has too: asked for alone, it gets the response that says so.
   * @throws ApiError 400
   */
  async getBatchStats(body: unknown, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const { start_date: from, end_date: to } = (body ?? {}) as Record<string, unknown>;
    if (typeof from !== 'string' || typeof to !== 'string')
      throw new ApiError(400, 'start_date and end_date are required');
    const window = windowOf(from, to);
    if (countDays(window) > MAX_BATCH_DAYS) throw new ApiError(400, `A batch has at most ${MAX_BATCH_DAYS} days`);
    const restaurants = await this.reader.listRestaurants(signal);
    const names = new Set<string>();
    const shared = new Set<string>();
    for (const { name } of restaurants) (names.has(name) ? shared : names).add(name);
    let opening = '{';
    for (const { id, name } of restaurants) {
      if (shared.has(name)) continue;
      const rows = [...(await this.reader.readDays(id, window, signal))].sort(newestFirst);
      const days = new Map(rows.map((row) => [dayOf(row), toApiRow(row, name)]));
      if (days.size < rows.length) continue;
      if (opening === '{') response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      if (!response.write(`${opening}${JSON.stringify(id)}:${JSON.stringify(Object.fromEntries(days))}`))
        await once(response, 'drain', { signal });
      opening = ',';
    }
    if (opening === '{') response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).write('{');
    response.end('}');
  }
}

/** Returns the parameters. Express makes a list of a parameter that is sent twice, so such a call has no clear meaning. */
function single(query: URLSearchParams, names: readonly string[]): Record<string, string | undefined> {
  for (const name of names)
    if (query.getAll(name).length > 1) throw new ApiError(400, `${name} was sent more than once`);
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? undefined]));
}

function assertSource(source: string | undefined): void {
  if (source === 'looker_summary') return;
  throw new ApiError(400, 'source must be looker_summary or restaurants');
}

function windowOf(from: string | undefined, to: string | undefined): Period {
  const window = { from: dayNamed('start_date', from, ALL_DAYS.from), to: dayNamed('end_date', to, ALL_DAYS.to) };
  if (window.to < window.from) throw new ApiError(400, 'start_date is after end_date');
  return window;
}

function dayNamed(name: string, text: string | undefined, otherwise: Day): Day {
  const day = text === undefined ? otherwise : parseDay(text);
  if (day && day <= ALL_DAYS.to) return day;
  throw new ApiError(400, `${name} must be a day YYYY-MM-DD`);
}
