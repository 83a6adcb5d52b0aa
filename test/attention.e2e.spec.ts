import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AttentionList } from '../src/stats/attention.service.js';
import { nothingFrom, ScriptedUpstream, wireRow, type WireRow } from './support/scripted-upstream.js';
import { NOW, YESTERDAY } from './support/small-world.js';
import { TestClock, TestServer } from './support/test-server.js';
import { daysOf, shift } from './support/wire-model.js';

const WEEK = { from: shift(YESTERDAY, -6), to: YESTERDAY };
const FIVE_WEEKS = { from: shift(YESTERDAY, -34), to: YESTERDAY };

let upstream: ScriptedUpstream;
let app: TestServer;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  app = await TestServer.start({ env: { DELIVERY_STATS_API_URL: upstream.url }, clock: TestClock.at(NOW) });
  upstream.serve('Falls', weeks({ grab_sales: '600.00' }));
  upstream.serve('Falls further', weeks({ gojek_sales: '100.00' }));
  upstream.serve('Falls a little', weeks({ grab_sales: '710.00' }));
  upstream.serve('Is silent', weeks(nothingFrom('grab')));
  upstream.serve('Rests', weeks({ grab_sales: '1.00' }));
  for (const name of ['Falls', 'Falls further', 'Falls a little', 'Is silent']) await app.addClient(name);
  await app.addClient('Rests', { status: 'paused' });
  await app.sync({ from: FIVE_WEEKS.from, to: FIVE_WEEKS.to });
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

it('those whose platform sold 30% less in a week than on those weekdays before, the largest loss first', async () => {
  const { body } = await app.get<AttentionList>('/clients/attention');
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
  ]);
});

it('nobody in a week like the others, or before there is anything to compare with', async () => {
  for (const to of [shift(YESTERDAY, -7), shift(YESTERDAY, -30)]) {
    expect((await app.get<AttentionList>(`/clients/attention?to=${to}`)).body.clients).toEqual([]);
  }
});

/** Five weeks of 1,000 a day on each platform, whose last week is changed. */
function weeks(lastWeek: WireRow): WireRow[] {
  return daysOf(FIVE_WEEKS).map((date) =>
    wireRow(date, { grab_sales: '1000.00', gojek_sales: '1000.00', ...(date >= WEEK.from && lastWeek) }),
  );
}
