import { ScriptedUpstream } from './scripted-upstream.js';
import { createTestApp, type TestApp, TestClock } from './create-test-app.js';

/** A product that copies a scripted upstream, on 22 November 2026, 14:00 in Bali. */
export interface SyncFixture {
  readonly upstream: ScriptedUpstream;
  readonly app: TestApp;
  readonly clock: TestClock;
  stop(): Promise<void>;
}

/** The day before that of a {@link SyncFixture}. */
export const YESTERDAY = '2026-11-21';

/** Starts a product and its upstream. A call that fails is tried twice. */
export async function startSyncFixture(): Promise<SyncFixture> {
  const upstream = await ScriptedUpstream.start();
  const clock = TestClock.at('2026-11-22T06:00:00.000Z');
  const app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '2' }, clock });
  return {
    upstream,
    app,
    clock,
    stop: async () => {
      await app.stop();
      await upstream.close();
    },
  };
}
