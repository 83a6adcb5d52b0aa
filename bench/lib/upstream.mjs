// An upstream in a process of its own that has every day of every restaurant: `node upstream.mjs DELAY_MS RESTAURANTS`.
// Answers are made once per restaurant and kept as bytes, so that what is measured is the product and not this server.
import { createServer } from 'node:http';
import { METRICS } from '../../dist/domain/metrics.js';
import { addDays, dayAt } from '../../dist/domain/calendar/day.js';
import { randoms } from './random.mjs';

const [delayMs = 0, restaurants = 127] = process.argv.slice(2).map(Number);
const yesterday = addDays(dayAt(new Date(), 'Asia/Makassar'), -1);
const DAYS = 365;
const OTHER_FIELDS = 44;
let revision = 0;

function row(name, index, offset) {
  const next = randoms(index * 1000 + offset + (offset < 3 ? revision * 7_919 : 0));
  const fields = { restaurant_name: name, stat_date: `${addDays(yesterday, -offset)}T00:00:00.000Z` };
  for (const { upstreamField, kind } of METRICS) {
    fields[upstreamField] = kind === 'money' ? `${next(16_000_000)}.${String(next(100)).padStart(2, '0')}` : next(90);
  }
  for (let at = 0; at < OTHER_FIELDS; at++) fields[`other_field_${at}`] = at % 3 ? next(1000) : '4.70';
  return fields;
}

const kept = new Map();
function answer(index, name, days) {
  const key = `${index} ${days} ${revision}`;
  let bytes = kept.get(key);
  if (!bytes) {
    const data = Array.from({ length: days }, (_, offset) => row(name, index, offset));
    bytes = Buffer.from(
      JSON.stringify({ restaurant_name: name, source: 'looker_summary', period: '', records_count: days, data }),
    );
    if (restaurants <= 127) kept.set(key, bytes);
  }
  return bytes;
}

const nameOf = (index) => `Restaurant ${String(index).padStart(5, '0')}`;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  const send = (bytes) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
  if (pathname.endsWith('/triggerCollection')) {
    revision++;
    return send(Buffer.from('{"success":true}'));
  }
  if (searchParams.get('source') === 'restaurants') {
    const data = Array.from({ length: restaurants }, (_, index) => ({ id: index, name: nameOf(index) }));
    return send(Buffer.from(JSON.stringify({ data })));
  }
  const name = searchParams.get('restaurant_name');
  // It has no getBatchStats: every restaurant is asked alone.
  if (name === null) return response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  const from = searchParams.get('start_date');
  const days = Math.min(DAYS, (Date.parse(yesterday) - Date.parse(from)) / 86_400_000 + 1);
  const bytes = answer(Number(name.slice(-5)), name, days);
  if (delayMs === 0) send(bytes);
  else setTimeout(send, delayMs, bytes);
});
// Warm before anybody measures.
if (restaurants <= 127) for (let index = 0; index < restaurants; index++) answer(index, nameOf(index), DAYS);
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`),
);
process.once('SIGTERM', () => process.exit(0));
