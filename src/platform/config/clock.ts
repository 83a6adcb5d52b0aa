/** The wall clock. Tests replace it. Durations are measured with `performance.now()`, never with this. */
export abstract class Clock {
  abstract now(): Date;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };
