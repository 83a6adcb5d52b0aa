import { failureOf } from '../output/failure.js';

/** One thing that was looked at, and how it is. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
}

/** What a check says, with what later checks build on. */
export interface Finding<T> extends Omit<Check, 'name'> {
  readonly found: T;
}

/** Checks in the order they were made. One that throws has failed; those after it go on. */
export class HealthChecks {
  readonly checks: Check[] = [];

  constructor(private readonly started: (name: string) => void) {}

  /** Makes a check. Returns what it found; null when it threw. */
  async add<T>(name: string, check: () => Finding<T> | Promise<Finding<T>>): Promise<T | null> {
    this.started(name);
    try {
      const { status, message, found } = await check();
      this.checks.push({ name, status, message });
      return found;
    } catch (error) {
      this.checks.push({ name, status: 'fail', message: failureOf(error).error.message });
      return null;
    }
  }
}
