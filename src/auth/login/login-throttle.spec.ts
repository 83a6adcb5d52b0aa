import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LoginThrottle, type Admission } from './login-throttle.js';
import { TestClock } from '../../../test/support/create-test-app.js';
import { TestReplica } from '../../../test/support/test-replica.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ANI = 'ani@example.com';
const HOME = '10.0.0.1';

type Admitted = Extract<Admission, { subjects: unknown }>;

let replica: TestReplica;
let clock: TestClock;
let throttle: LoginThrottle;

beforeAll(async () => {
  replica = await TestReplica.open();
});

afterAll(() => replica.close());

beforeEach(async () => {
  await replica.database.write((tx) => tx.query('DELETE FROM login_attempts'));
  clock = TestClock.at('2026-11-22T06:00:00.000Z');
  throttle = new LoginThrottle(clock);
});

const attempt = (email: string, ip: string) => replica.database.write((tx) => throttle.registerAttempt(tx, email, ip));
const purge = () => replica.database.write((tx) => throttle.purge(tx));
const later = (ms: number) => clock.set(new Date(clock.now().getTime() + ms).toISOString());
const stranger = (n: number) => `10.6.6.${n}`;

async function admit(email: string, ip: string): Promise<Admitted> {
  const admission = await attempt(email, ip);
  if ('blockedUntil' in admission) throw new Error(`blocked until ${admission.blockedUntil.toISOString()}`);
  return admission;
}

/** Returns the seconds until an attempt is allowed. */
async function pauseOf(email: string, ip: string): Promise<number> {
  const admission = await attempt(email, ip);
  return 'blockedUntil' in admission ? (admission.blockedUntil.getTime() - clock.now().getTime()) / 1000 : 0;
}

/** Fails `count` times, each time as soon as it is allowed. Returns the seconds that each attempt had to wait. */
async function fail(count: number, of: (n: number) => readonly [email: string, ip: string]): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 0; n < count; n++) {
    const [email, ip] = of(n);
    const pause = await pauseOf(email, ip);
    if (pause > 0) {
      later(pause * 1000);
      await admit(email, ip);
    }
    waits.push(pause);
  }
  return waits;
}

async function logIn(email: string, ip: string): Promise<void> {
  const { subjects } = await admit(email, ip);
  await replica.database.write((tx) => throttle.recordSuccess(tx, email, ip, subjects));
}

const noPauses = (count: number) => Array<number>(count).fill(0);
const fromAnywhere = (n: number) => [ANI, stranger(n)] as const;
const atHome = () => [ANI, HOME] as const;
const manyAccountsAtHome = (n: number) => [`user${n}@example.com`, HOME] as const;

describe('the login throttle', () => {
  it('gives an account five attempts from anywhere, then pauses that double up to 15 minutes', async () => {
    const pauses = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900];
    expect(await fail(17, fromAnywhere)).toEqual([...noPauses(5), ...pauses]);
  });

  it('gives an address twenty attempts for all accounts', async () => {
    expect(await fail(22, manyAccountsAtHome)).toEqual([...noPauses(20), 1, 2]);
  });

  it('gives an account ten attempts more at an address where it has logged in', async () => {
    await logIn(ANI, HOME);
    await fail(8, fromAnywhere);
    expect(await fail(12, atHome)).toEqual([...noPauses(10), 1, 2]);
  });

  it('waits for the longer of the pauses of the account and of the address', async () => {
    await fail(22, manyAccountsAtHome);
    await fail(5, fromAnywhere);
    expect(await pauseOf(ANI, HOME)).toBe(4);

    await fail(9, (n) => ['budi@example.com', stranger(n)]);
    await fail(20, (n) => [`user${n}@example.com`, '10.0.0.2']);
    expect(await pauseOf('budi@example.com', '10.0.0.2')).toBe(16);
  });

  it('calls a pause of a minute or more a lockout', async () => {
    const isLockout = [];
    for (let n = 0; n < 12; n++) {
      isLockout.push((await admit(...fromAnywhere(n))).locked);
      later(HOUR_MS);
    }
    expect(isLockout.indexOf(true)).toBe(10);
    expect(isLockout[11]).toBe(true);
  });

  it('forgets the failures of an account that logs in', async () => {
    await fail(4, fromAnywhere);
    await logIn(ANI, HOME);
    expect(await fail(6, fromAnywhere)).toEqual([...noPauses(5), 1]);
    await fail(9, atHome);
    await logIn(ANI, HOME);
    expect(await fail(11, atHome)).toEqual([...noPauses(10), 1]);
  });

  it('keeps the failures of an address from which one account logs in', async () => {
    await fail(19, manyAccountsAtHome);
    await logIn(ANI, HOME);
    expect(await fail(2, (n) => [`other${n}@example.com`, HOME])).toEqual([0, 1]);
  });

  it('counts no attempt whose password was right and whose code is missing', async () => {
    await fail(4, fromAnywhere);
    for (let n = 0; n < 3; n++) {
      const { subjects } = await admit(ANI, HOME);
      await replica.database.write((tx) => throttle.withdraw(tx, subjects));
    }
    expect(await fail(2, fromAnywhere)).toEqual([0, 1]);
  });

  it('unlocks an account that has a new password, at the addresses that it knows too', async () => {
    await logIn(ANI, HOME);
    await fail(8, fromAnywhere);
    await fail(12, atHome);
    await replica.database.write((tx) => throttle.unlock(tx, ANI));
    expect(await fail(6, fromAnywhere)).toEqual([...noPauses(5), 1]);
    expect(await fail(11, atHome)).toEqual([...noPauses(10), 1]);
  });

  it.each([
    ['of strangers', fromAnywhere, 5],
    ['at an address that the account knows', atHome, 10],
  ])('forgets failures %s 24 hours after the last one', async (_whose, who, free) => {
    await logIn(ANI, HOME);
    await fail(free, who);
    later(DAY_MS);
    expect(await fail(2, who)).toEqual([0, 2]);
    later(DAY_MS + 1);
    expect(await fail(free + 1, who)).toEqual([...noPauses(free), 1]);
  });

  it('forgets an address 90 days after the last login there', async () => {
    await logIn(ANI, HOME);
    later(90 * DAY_MS);
    expect(await fail(7, atHome)).toEqual(noPauses(7));
    later(DAY_MS);
    expect(await fail(6, atHome)).toEqual([...noPauses(5), 1]);
  });

  it('deletes the rows that are too old to count, and tells how many', async () => {
    await logIn(ANI, HOME);
    later(90 * DAY_MS);
    await fail(1, () => ['budi@example.com', stranger(1)]);
    later(1);
    expect(await purge()).toBe(1);
    expect(await purge()).toBe(0);
    later(DAY_MS);
    expect(await purge()).toBe(2);
    expect(await replica.rows('SELECT * FROM login_attempts')).toEqual([]);
  });
});
