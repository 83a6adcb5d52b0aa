import { afterEach, beforeEach } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import type { Role } from '../../src/auth/access/roles.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { createTestApp, type TestApp, TestClock } from './create-test-app.js';
import { HtmlClient } from './html-client.js';

/** The first admin of each test, who is Ada. */
export const EMAIL = 'admin@example.com';
export const PASSWORD = 'a good password';
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const NOW = '2026-11-22T06:00:00.000Z';

/** Starts a product behind one proxy before each test, with a browser of the first admin that is not logged in. */
export function useLoginFixture() {
  let app: TestApp;
  let clock: TestClock;
  let ada: HtmlClient;

  beforeEach(async () => {
    clock = TestClock.at(NOW);
    app = await createTestApp({ env: { SYNC_ON_START: 'off', TRUST_PROXY: '1' }, clock });
    ada = new HtmlClient(app);
  });

  afterEach(() => app.stop());

  const users = () => app.server.app.get(UsersService);
  return {
    get app() {
      return app;
    },
    get clock() {
      return clock;
    },
    get ada() {
      return ada;
    },
    users,
    adminId: async () => (await users().findByEmail(EMAIL))?.id ?? NaN,
    addUser: (email: string, role: Role = 'manager') => users().create({ email, role, password: PASSWORD }, SYSTEM),
    /** Returns a browser at this address. */
    from: (address: string) => new HtmlClient(app, { 'x-forwarded-for': address }),
    /** Lets this many milliseconds pass. */
    later: (ms: number) => clock.set(new Date(clock.now().getTime() + ms).toISOString()),
  };
}
