import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { nothingFrom, ScriptedUpstream, upstreamRow, type UpstreamRow } from '../support/scripted-upstream.js';
import { NOW, YESTERDAY } from '../support/seeded-fixture.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { daysOf, shift } from '../support/expected-figures.js';

const WEEK = { from: shift(YESTERDAY, -6), to: YESTERDAY };
const ZERO_DAY = shift(YESTERDAY, -2);
const FIVE_WEEKS = { from: shift(YESTERDAY, -34), to: YESTERDAY };

let upstream: ScriptedUpstream;
let app: TestApp;
const clock = TestClock.at(NOW);

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url }, clock });
  upstream.serve('Falls', weeks({ grab_sales: '600.00' }));
  upstream.serve('Falls further', weeks({ gojek_sales: '100.00' }));
  upstream.serve('Falls a little', weeks({ grab_sales: '710.00' }));
  upstream.serve('Is silent', weeks(nothingFrom('grab')));
  upstream.serve('Rests', weeks({ grab_sales: '1.00' }));
  upstream.serve('Zero', changed(ZERO_DAY, { grab_sales: '0.00', grab_orders: 0 }));
  upstream.serve('Late', changed(YESTERDAY, nothingFrom('gojek')));
  upstream.serve(
    'Stopped',
    weeks({}).filter(({ stat_date }) => String(stat_date) < shift(YESTERDAY, -8)),
  );
  for (const name of ['Falls', 'Falls further', 'Falls a little', 'Is silent', 'Zero', 'Late', 'Stopped'])
    await app.addClient(name);
  await app.addClient('Rests', { status: 'paused' });
  await app.sync({ from: FIVE_WEEKS.from, to: FIVE_WEEKS.to });
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

it('lists clients whose platform sold 30% less in a week than on the same weekdays before, with the largest loss first', async () => {
  const { body } = await app.get('/clients/attention');
  expect(body.period).toEqual(WEEK);
  expect(body.clients).toEqual([
    expect.objectContaining({
      name: 'Falls further',
      platform: 'gojek',
      sales: 700,
      usual: 7000,
      change: -0.9,
      days: 7,
    }),
    expect.objectContaining({ name: 'Falls', platform: 'grab', sales: 4200, usual: 7000, change: -0.4, days: 7 }),
    expect.objectContaining({ name: 'Zero', platform: 'grab', sales: 6000, usual: 7000, zeros: [ZERO_DAY] }),
    // Its other platform reports. `Stopped` has stopped on both and is no longer reporting.
    expect.objectContaining({ name: 'Is silent', platform: 'grab', change: null, stoppedSince: WEEK.from }),
  ]);
});

it('leaves out a client that is put aside until a day, shows it with its note beside the list, and lists it again afterwards', async () => {
  const list = async () => (await app.get('/clients/attention')).body;
  const [worst] = (await list()).clients;
  const path = `/clients/${worst!.id}/put-aside`;
  const until = shift(YESTERDAY, 4);
  expect(await app.call('PUT', path, { until, note: ' the kitchen is closed ' }, 'manager')).toMatchObject({
    status: 200,
    body: { until, note: 'the kitchen is closed', author: 'token:test manager' },
  });
  expect((await list()).clients.map(({ name }) => name)).toEqual(['Falls', 'Zero', 'Is silent']);
  expect((await list()).putAside).toEqual([
    {
      id: worst!.id,
      name: 'Falls further',
      until,
      note: 'the kitchen is closed',
      author: 'token:test manager',
      entries: [worst],
    },
  ]);
  clock.set(`${shift(until, -1)}T17:00:00Z`);
  expect((await list()).putAside).toEqual([]);
  clock.set(NOW);
  expect((await app.call('DELETE', path, undefined, 'manager')).status).toBe(204);
  expect((await list()).clients).toHaveLength(4);
  const tooLate = { until: shift(YESTERDAY, 500), note: 'x' };
  expect((await app.call<{ details: unknown }>('PUT', path, tooLate)).body.details).toMatchObject([{ path: 'until' }]);
});

it('lists one platform only with a platform filter', async () => {
  const { body } = await app.get('/clients/attention?platform=gojek');
  expect(body.clients.map(({ name }) => name)).toEqual(['Falls further']);
});

it('marks a suspicious zero in the ranked list and keeps it as a value', async () => {
  const query = new URLSearchParams({ ...WEEK, search: 'Zero' }).toString();
  const { body } = await app.get(`/clients/leaderboard?${query}`);
  expect(body.clients).toEqual([
    expect.objectContaining({ grabSales: 6000, suspiciousZeros: [{ date: ZERO_DAY, platform: 'grab' }] }),
  ]);
});

it('says who reported yesterday, who is missing and who no longer reports', async () => {
  const { body } = await app.get('/stats/yesterday');
  const known = (name: string) => ({ id: expect.any(Number) as unknown, name });
  expect(body).toEqual({
    date: YESTERDAY,
    expected: 6,
    reported: 5,
    missing: [{ ...known('Late'), platforms: ['gojek'] }],
    noLongerReporting: [{ ...known('Stopped'), since: shift(YESTERDAY, -8) }],
  });
});

it('lists no client in a normal week or without earlier weeks to compare with', async () => {
  for (const to of [shift(YESTERDAY, -7), shift(YESTERDAY, -30)]) {
    expect((await app.get(`/clients/attention?to=${to}`)).body.clients).toEqual([]);
  }
});

/** Returns five weeks of 1,000 a day on each platform, with a changed last week. */
function weeks(lastWeek: UpstreamRow): UpstreamRow[] {
  return daysOf(FIVE_WEEKS).map((date) =>
    upstreamRow(date, { grab_sales: '1000.00', gojek_sales: '1000.00', ...(date >= WEEK.from && lastWeek) }),
  );
}

/** Returns five weeks of 1,000 a day on each platform, with one changed day. */
function changed(day: string, fields: UpstreamRow): UpstreamRow[] {
  return daysOf(FIVE_WEEKS).map((date) =>
    upstreamRow(date, { grab_sales: '1000.00', gojek_sales: '1000.00', ...(date === day && fields) }),
  );
}
