import { clamp, hash, stream } from './random.js';

/** What stays the same in a restaurant's life. Money in whole rupiah. */
export interface Restaurant {
  readonly index: number;
  /** As upstream knows it. */
  readonly id: number;
  readonly name: string;
  readonly seed: number;
  /** Sales of an ordinary day, both platforms. */
  readonly level: number;
  readonly averageCheck: number;
  /** Grab's part of the orders; 0 and 1 are restaurants of one platform. */
  readonly grabShare: number;
  /** How likely the agency places orders itself on a day. */
  readonly fakeRate: number;
  /** Days it stays a client in each turn of {@link CYCLE_DAYS}; Infinity for good, 0 for one that has only just signed. */
  readonly activeDays: number;
  /** How far 1970-01-01 is in its turn, in days. */
  readonly phase: number;
  readonly openingHours: string;
}

// Steps of low-discrepancy sequences (powers of 1 / 1.2207..., the root of x^4 = x + 1, and the golden section): any
// hundred restaurants are spread over lives, phases and sizes evenly, so the shares hold whatever the seed and the number.
const LIFE_STEP = 0.8191725133961645;
const PHASE_STEP = 0.6710436067037893;
const SIZE_STEP = 0.5497004779019703;
const PLATFORM_STEP = 0.6180339887498949;

/** Parts of all restaurants. */
const ALWAYS_CLIENT = 0.3;
const NEVER_CLIENT = 0.015;
const ONE_PLATFORM = 0.03;
/** The others come and go, once in this many days: the shares then hold whatever the year, and few are seen coming back. */
const CYCLE_DAYS = 1150;
const ACTIVE_PART = 0.53;

/** The restaurant with this index: a pure function of the seed and the index, cheap enough to be made for every call. */
export function restaurantOf(seed: number, index: number, name: string): Restaurant {
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
  return life > 1 - NEVER_CLIENT ? 0 : Math.round(CYCLE_DAYS * (ACTIVE_PART + 0.2 * (draw - 0.5)));
}

function platformShare(kind: number, share: number): number {
  if (kind < ONE_PLATFORM) return kind < ONE_PLATFORM / 2 ? 1 : 0;
  return 0.22 + 0.56 * share;
}

/**
 * How far a restaurant is in its life with the agency, as a factor of its level: it grows in its first year, and fades in
 * the weeks before it leaves. Null when it is no client on that day.
 */
export function momentum({ activeDays, phase, index }: Restaurant, dayNumber: number): number | null {
  const wave = 1 + 0.14 * Math.sin((dayNumber / 110 + index) % (2 * Math.PI));
  if (activeDays === Infinity) return wave;
  const age = (dayNumber + phase) % CYCLE_DAYS;
  if (age >= activeDays) return null;
  const fading = clamp((activeDays - age) / 40, 0.5, 1);
  return wave * fading * (1.05 - 0.5 * Math.exp(-age / 150));
}
