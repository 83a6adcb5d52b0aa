/** Number of rounds. `npm run test:crash` sets fifty; four rounds cover each kind of run once. */
export const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 4);
export const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 100_000);
export const CRASH_TIMEOUT = 60_000 + ROUNDS * 60_000;
