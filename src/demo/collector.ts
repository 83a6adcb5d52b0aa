// The entry of `npm run demo:collector`: it collects from a demo upstream of its own and pushes to a product.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startDemoUpstream } from './demo-upstream.js';
import { addDays, METRICS, yesterdayAt } from '../domain/index.js';

const USAGE = `Usage: npm run --silent demo:collector -- --token TOKEN [options]

  --token TOKEN    a token of the role collector (cli token:create --role collector)
  --url URL        the product (default http://127.0.0.1:3000); it needs INGEST=on or DELIVERY_STATS_SOURCE=push
  --days N         the days to push, ending yesterday, 1 to 30 (default 3)
  --restaurants N  1 to 10000 (default 127)
  --help           this text

Prints one line of JSON for each push, with the restaurants that were not applied and why: "stale" while the product copies the same
days itself, "unknown" when it has no such restaurant. Exits with 1 when there are some, and when the product refuses the push.
`;

/** The restaurants of one push: with 30 days they stay below its limits of rows and bytes. */
const RESTAURANTS_PER_PUSH = 50;
const TIME_ZONE = 'Asia/Makassar';
const TIMEOUT_MS = 60_000;

const whole = (low: number, high: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(low).max(high));
const Flags = z.object({
  token: z.string('is needed').min(1),
  url: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
  days: whole(1, 30).default(3),
  restaurants: whole(1, 10_000).default(127),
});
const Restaurants = z.object({ data: z.array(z.object({ name: z.string() })) });
const Receipt = z.object({
  restaurants: z.array(z.object({ restaurantName: z.string(), status: z.string(), message: z.string().nullable() })),
});
const Problem = z.object({ message: z.string() });
const Rows = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      token: { type: 'string' },
      url: { type: 'string' },
      days: { type: 'string' },
      restaurants: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const flags = Flags.safeParse(values);
  if (!flags.success) {
    const problems = flags.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
    process.stderr.write(`${problems.join('\n')}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const { token, url, days, restaurants } = flags.data;
  const demo = await startDemoUpstream({ restaurants });
  try {
    const read = async <T>(schema: z.ZodType<T>, query: Record<string, string>) => {
      const address = `${demo.url}/api/v1/getRestaurantStats?${new URLSearchParams(query).toString()}`;
      return schema.parse(await (await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })).json());
    };
    const names = (await read(Restaurants, { source: 'restaurants' })).data.map(({ name }) => name);
    const to = yesterdayAt(new Date(), TIME_ZONE);
    const from = addDays(to, 1 - days);
    for (let at = 0; at < names.length; at += RESTAURANTS_PER_PUSH) {
      const some = names.slice(at, at + RESTAURANTS_PER_PUSH);
      const collectedAt = new Date().toISOString();
      const rows: object[] = [];
      for (const name of some) {
        const query = { restaurant_name: name, source: 'looker_summary', start_date: from, end_date: to };
        for (const row of (await read(Rows, query)).data) rows.push(toPushedRow(name, row));
      }
      const covers = some.map((restaurantName) => ({ restaurantName, from, to }));
      await push(url, token, { batchId: randomUUID(), collectedAt, covers, rows });
    }
  } finally {
    await demo.close();
  }
}

function toPushedRow(name: string, row: Readonly<Record<string, unknown>>): object {
  const fields = METRICS.map(({ upstreamField }) => [upstreamField, row[upstreamField]] as const);
  return { restaurant_name: name, stat_date: row.stat_date, ...Object.fromEntries(fields) };
}

interface PushBody {
  readonly batchId: string;
  readonly collectedAt: string;
  readonly covers: readonly object[];
  readonly rows: readonly object[];
}

async function push(url: string, token: string, body: PushBody): Promise<void> {
  const response = await fetch(new URL('/api/v1/ingest', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const content: unknown = await response.json().catch(() => null);
  const receipt = Receipt.safeParse(content);
  if (!receipt.success) {
    const message = Problem.safeParse(content).data?.message ?? 'it does not say why; is it Delivery Stats?';
    throw new Error(`${url} refused the push (status ${response.status}): ${message}`);
  }
  const notApplied = receipt.data.restaurants.filter(({ status }) => status !== 'applied');
  const { batchId, rows } = body;
  const result = { batchId, rows: rows.length, status: response.status, notApplied };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (response.status !== 200) process.exitCode = 1;
}

/** Returns the message of an error, and of what caused it: fetch says only that it failed. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo collector stopped: ${describe(error)}\n`);
  process.exitCode = 1;
});
