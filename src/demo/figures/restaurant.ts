import { clamp, hash, stream } from './random.js';

/** The fixed properties of a restaurant. Money is in whole rupiah. */
export interface Restaurant {
  readonly index: number;
  /** The id in the upstream. */
  readonly id: number;
  readonly name: string;
  readonly seed: number;
  /** The sales of an ordinary day on both platforms. */
  readonly level: number;
  readonly averageCheck: number;
  /** Grab's share of the orders; 0 and 1 mean that the restaurant uses one platform. */
  readonly grabShare: number;
  /** The probability of fake orders on a day. */
  readonly fakeRate: number;
  /** The days as a client in each cycle of {@link CYCLE_DAYS}; Infinity means always, 0 means a new client without data. */
  readonly activeDays: number;
  /** The position of 1970-01-01 in the cycle, in days. */
  readonly phase: number;
  readonly openingHours: string;
}

// Steps of low-discrepancy sequences (powers of 1 / 1.2207..., the root of x^4 = x + 1, and the golden section): any
// hundred restaurants are spread over lives, phases and sizes evenly, so the shares hold whatever the seed and the number.
const LIFE_STEP = 0.8191725133961645;
const PHASE_STEP = 0.6710436067037893;
const SIZE_STEP = 0.5497004779019703;
const PLATFORM_STEP = 0.6180339887498949;

/** Shares of all restaurants. */
const ALWAYS_CLIENT = 0.3;
const NEVER_CLIENT = 0.015;
const ONE_PLATFORM = 0.03;
/** The other restaurants start and stop once in this many days, so that the shares hold in any year and few return. */
const CYCLE_DAYS = 1150;
const ACTIVE_SHARE = 0.53;

/** Returns the restaurant with this index. It depends only on seed, index and name, and is cheap to create for every call. */
export function createRestaurant(seed: number, index: number, name: string): Restaurant {
  const draw = stream(hash(seed, index, 1));
  const spread = (step: number, salt: number) => (hash(seed, salt, 2) / 2 ** 32 + index * step) % 1;
  const life = spread(LIFE_STEP, 1);
  const size = spread(SIZE_STEP, 3);
  return {
    index,
    id: index + 1,
    name,
    seed,
    level: 455_000 * Math.exp(2.55 * size ** 1.6),
    averageCheck: 105_000 + 180_000 * draw() ** 1.3,
    grabShare: platformShare(spread(PLATFORM_STEP, 4), draw()),
    fakeRate: draw() / 8,
    activeDays: activeDays(life, draw()),
    phase: Math.floor(CYCLE_DAYS * spread(PHASE_STEP, 2)),
    openingHours: `${draw() < 0.5 ? '08:00' : '10:00'}-${draw() < 0.5 ? '22:00' : '23:30'}`,
  };
}

function activeDays(life: number, draw: number): number {
  if (life < ALWAYS_CLIENT) return Infinity;
  return life > 1 - NEVER_CLIENT ? 0 : Math.round(CYCLE_DAYS * (ACTIVE_SHARE + 0.2 * (draw - 0.5)));
}

function platformShare(kind: number, share: number): number {
  if (kind < ONE_PLATFORM) return kind < ONE_PLATFORM / 2 ? 1 : 0;
  return 0.22 + 0.56 * share;
}

/**
 * Returns the factor of a restaurant's level on a day. It grows in the first year as a client and falls in the last weeks.
 * Null when the restaurant is not a client on that day.
 */
export function calculateMomentum({ activeDays, phase, index }: Restaurant, dayNumber: number): number | null {
  const wave = 1 + 0.14 * Math.sin((dayNumber / 110 + index) % (2 * Math.PI));
  if (activeDays === Infinity) return wave;
  const age = (dayNumber + phase) % CYCLE_DAYS;
  if (age >= activeDays) return null;
  const fading = clamp((activeDays - age) / 40, 0.5, 1);
  return wave * fading * (1.05 - 0.5 * Math.exp(-age / 150));
}
