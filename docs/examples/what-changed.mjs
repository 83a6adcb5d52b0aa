// @ts-check
// Copies a month of all restaurants, follows the copying to its end, and prints what changed.
//
//   npm install openapi-fetch@0.16
//   npx openapi-typescript http://localhost:3000/api/docs-json --output api.ts    (only for the types)
//   DELIVERY_STATS_URL=http://localhost:3000 DELIVERY_STATS_TOKEN=... node what-changed.mjs 2026-10
//
// A sync needs a token of an admin: cli token:create --name example --role admin
import createClient from 'openapi-fetch';

/** @typedef {import('./api.js').components['schemas']} Schemas */

const { DELIVERY_STATS_URL: baseUrl, DELIVERY_STATS_TOKEN: token } = process.env;
const month = process.argv[2] ?? '';
if (!baseUrl || !token || !/^\d{4}-\d{2}$/.test(month)) {
  console.error('Usage: DELIVERY_STATS_URL=URL DELIVERY_STATS_TOKEN=TOKEN node what-changed.mjs YYYY-MM');
  process.exit(2);
}

/** @type {import('openapi-fetch').Client<import('./api.js').paths>} */
const api = createClient({ baseUrl, headers: { authorization: `Bearer ${token}` } });
const [year = 0, number = 0] = month.split('-').map(Number);
const period = { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };

const restaurants = await listRestaurants();
console.log(`${restaurants.length} restaurants`);
const before = await rankMonth();
for (const { name, totalSales } of before.slice(0, 3)) console.log(`  ${name}: ${inRupiah(totalSales)}`);

// The stream is open before the run starts, so that no event is missed.
const events = await openEvents();
const key = crypto.randomUUID();
const started = dataOf(
  await api.POST('/api/v1/sync', { params: { header: { 'Idempotency-Key': key } }, body: period }),
);
console.log(started.created ? `Run ${started.id} started` : `Run ${started.id} was active already`);
const run = await followRun(started.id);

const { inserted, updated, unchanged } = run.counts;
console.log(`Run ${run.id} ${run.status}: ${inserted} days new, ${updated} changed, ${unchanged} unchanged`);
const salesBefore = new Map(before.map(({ id, totalSales }) => [id, totalSales]));
for (const { id, name, totalSales } of await rankMonth()) {
  const earlier = salesBefore.get(id) ?? null;
  if (totalSales !== earlier) console.log(`  ${name}: ${inRupiah(earlier)} -> ${inRupiah(totalSales)}`);
}
process.exit(run.status === 'completed' ? 0 : 1);

/** Returns all restaurants, page by page. */
async function listRestaurants() {
  /** @type {Schemas['Client'][]} */
  const all = [];
  for (let page = 1; ; page++) {
    const { items, total } = dataOf(await api.GET('/api/v1/clients', { params: { query: { page, perPage: 500 } } }));
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
}

/** Returns the restaurants with the sales of the month, the highest first. */
async function rankMonth() {
  const query = { ...period, sort: /** @type {const} */ ('totalSales') };
  return dataOf(await api.GET('/api/v1/clients/leaderboard', { params: { query } })).clients;
}

/** Opens the event stream. */
async function openEvents() {
  const stream = dataOf(await api.GET('/api/v1/events', { parseAs: 'stream' }));
  if (!stream) throw new Error('The event stream has no body');
  return readEvents(stream);
}

/**
 * Reads server-sent events: blocks of lines, each with the name and the JSON of one event.
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<Schemas['StreamEvent']>}
 */
async function* readEvents(stream) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of stream) {
    const blocks = (text + decoder.decode(piece, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: ?(.+)$/m.exec(block)?.[1];
      const data = /^data: ?(.+)$/m.exec(block)?.[1];
      if (event && data) yield /** @type {Schemas['StreamEvent']} */ ({ event, data: JSON.parse(data) });
    }
  }
}

/**
 * Returns a run when it has ended. Prints its progress until then.
 * @param {number} id
 * @returns {Promise<Schemas['Run']>}
 */
async function followRun(id) {
  for await (const { event, data } of events) {
    if ((event !== 'run' && event !== 'progress') || data.id !== id) continue;
    if (data.finishedAt !== null) return data;
    console.log(`  ${data.progress.done} of ${data.progress.total}`);
  }
  throw new Error('The event stream has ended before the run; try again');
}

/**
 * Returns the data of a response. Throws the problem of any other one.
 * @template Data
 * @param {{ data?: Data, error?: Schemas['Problem'], response: Response }} result
 * @returns {Data}
 */
function dataOf({ data, error, response }) {
  if (response.ok) return /** @type {Data} */ (data);
  throw new Error(`${response.status}: ${error?.message ?? response.statusText}`);
}

/** @param {number | null} value */
function inRupiah(value) {
  return value === null ? 'not reported' : `Rp ${value.toLocaleString('en-US')}`;
}
