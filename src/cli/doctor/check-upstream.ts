import { performance } from 'node:perf_hooks';
import type { HealthChecks, Finding } from './health-checks.js';
import { counted } from '../output/text.js';
import type { Config } from '../../platform/config/index.js';
import { DEMO_UPSTREAM } from '../../platform/database/index.js';
import { yesterdayAt, periodEndingAt, type Period } from '../../domain/index.js';
import { compareSources, createApiSource, UpstreamError, type UpstreamSource } from '../../upstream/index.js';

const DAYS = 7;
/** A server that says "later" would be waited for much longer by a run. */
const PATIENCE_MS = 60_000;

interface Expected {
  readonly config: Config;
  /** The upstream the replica copies; null when it never met one, undefined when there is no replica to ask. */
  readonly remembered: string | null | undefined;
  /** The upstream name of a client that reports; null: the first one that upstream lists, which may have nothing. */
  readonly client: string | null;
}

/** Calls the upstream as a run would: the list, then a week of one restaurant. Returns the check of its identity. */
export async function checkUpstream(
  checkup: HealthChecks,
  source: UpstreamSource,
  expected: Expected,
): Promise<Finding<null>> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (const { name, ...finding } of await source.check({ signal })) {
    await checkup.add(name, () => ({ ...finding, found: null }));
  }
  if (source.describe().kind === 'push') return checkIdentity(source.identity, expected.remembered);
  const listed = await checkup.add('upstream list', () => patient(() => checkList(source, signal)));
  const name = expected.client ?? listed;
  if (name !== null) {
    const reports = expected.client !== null;
    await checkup.add('upstream days', () =>
      patient(() => checkDays(source, { name, reports }, expected.config, signal)),
    );
  }
  const api = createApiSource(expected.config);
  if (api) {
    await checkup.add('upstream comparison', async () => {
      const { status, message } = await patient(() =>
        compareSources([source, api], lastDays(expected.config), { signal }),
      );
      return { status, message, found: null };
    });
  }
  return checkIdentity(source.identity, expected.remembered);
}

function checkIdentity(identity: string, remembered: string | null | undefined): Finding<null> {
  const called = (upstream: string) => (upstream === DEMO_UPSTREAM ? 'the built-in demo upstream' : upstream);
  const configured = called(identity);
  if (remembered === undefined) return { status: 'ok', message: configured, found: null };
  if (remembered === null)
    return { status: 'ok', message: `${configured}; nothing was copied from it yet`, found: null };
  if (remembered === identity)
    return { status: 'ok', message: `${configured}, which this replica copies`, found: null };
  const wayOut =
    identity === DEMO_UPSTREAM || remembered === DEMO_UPSTREAM
      ? 'set DATABASE_URL to another file, or DELIVERY_STATS_API_URL or DELIVERY_STATS_MYSQL_URL to what this one copies'
      : `set DATABASE_URL to another file or, if it only moved, run: cli upstream:moved --from ${remembered} --to ${identity}`;
  const message = `this replica copies ${called(remembered)}, but configured is ${configured}; ${wayOut}`;
  return { status: 'fail', message, found: null };
}

async function checkList(source: UpstreamSource, signal: AbortSignal): Promise<Finding<string | null>> {
  const started = performance.now();
  const list = await source.listRestaurants({ signal });
  if (list === null)
    return { status: 'ok', message: 'can not list its restaurants; import the clients from a file', found: null };
  const { restaurants, rejected } = list;
  const [first] = rejected;
  const leftOut = first ? `; ${counted(rejected.length, 'name')} left out: "${first.name}" ${first.problem}` : '';
  const message = `${counted(restaurants.length, 'restaurant')} in ${elapsed(started)}${leftOut}`;
  const isGood = restaurants.length > 0 && !first;
  return { status: isGood ? 'ok' : 'warn', message, found: restaurants[0]?.name ?? null };
}

async function checkDays(
  source: UpstreamSource,
  { name, reports }: { name: string; reports: boolean },
  config: Config,
  signal: AbortSignal,
): Promise<Finding<null>> {
  const started = performance.now();
  const window = lastDays(config);
  const { days, quarantined } = await source.fetchDays(name, window, { signal });
  const good = quarantined.length === 0 && (days.length > 0 || !reports);
  const message = `"${name}", ${window.from} to ${window.to}: ${counted(days.length, 'day')} came, ${counted(quarantined.length, 'row')} rejected, ${elapsed(started)}`;
  return { status: good ? 'ok' : 'warn', message, found: null };
}

function lastDays({ businessTimeZone }: Config): Period {
  return periodEndingAt(yesterdayAt(new Date(), businessTimeZone), DAYS);
}

async function patient<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'cancelled') throw error;
    throw new UpstreamError(
      'upstream_timeout',
      `The statistics server did not respond within ${PATIENCE_MS / 1000} s.`,
      error.calls,
    );
  }
}

function elapsed(started: number): string {
  return `${Math.round(performance.now() - started)} ms`;
}
