/** `npm run test:crash` asks for fifty. */
export const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
export const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 100_000);
export const CRASH_TIMEOUT = 60_000 + ROUNDS * 60_000;
