import type { ValidatedDay } from '../../domain/index.js';

/** The different versions of each day of a response. Nearly every day comes once, so versions are told apart only after a second row. */
export class DayVersions {
  private readonly first = new Map<string, ValidatedDay>();
  /** The versions by their values, of the days that came more than once. */
  private readonly repeated = new Map<string, Map<string, ValidatedDay>>();

  /** Keeps a day unless one with the same values is kept. */
  add(day: ValidatedDay): void {
    const first = this.first.get(day.date);
    if (!first) {
      this.first.set(day.date, day);
      return;
    }
    let versions = this.repeated.get(day.date);
    if (!versions) {
      versions = new Map([[first.values.join(), first]]);
      this.repeated.set(day.date, versions);
    }
    const version = day.values.join();
    if (!versions.has(version)) versions.set(version, day);
  }

  /** Returns the versions of each day. */
  list(): (readonly [ValidatedDay, ...ValidatedDay[]])[] {
    return [...this.first].map(([date, first]) => {
      const [, ...others] = this.repeated.get(date)?.values() ?? [];
      return [first, ...others];
    });
  }
}
