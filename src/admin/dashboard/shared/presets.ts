import { addDays, toDayNumber, type Day, periodEndingAt, type Period } from '../../../domain/index.js';

/** The periods with a name, in the order of their buttons. All end yesterday at the latest, because today is never complete. */
export const PRESETS = [
  '7d',
  '30d',
  '90d',
  '365d',
  'yesterday',
  'this-week',
  'last-week',
  'month',
  'last-month',
] as const;
export type Preset = (typeof PRESETS)[number];

/** The days of a preset on a business day. */
export interface PresetPeriod extends Period {
  /** True when the preset has no days yet ("this week" on Monday), so that the last complete one is shown. */
  readonly fallback: boolean;
}

/**
 * Returns the days of a preset on the business day `today`. `30d` is the thirty days that end yesterday. A week starts on Monday.
 * `month` runs from the first of the month to yesterday.
 */
export function presetPeriod(preset: Preset, today: Day): PresetPeriod {
  const yesterday = addDays(today, -1);
  const exactly = (period: Period) => ({ ...period, fallback: false });
  switch (preset) {
    case '7d':
    case '30d':
    case '90d':
    case '365d':
      return exactly(periodEndingAt(yesterday, Number.parseInt(preset, 10)));
    case 'yesterday':
      return exactly({ from: yesterday, to: yesterday });
    case 'last-week':
      return exactly(periodEndingAt(addDays(mondayOf(today), -1), 7));
    case 'last-month':
      return exactly(previousMonth(today));
    case 'this-week':
      return mondayOf(today) <= yesterday
        ? exactly({ from: mondayOf(today), to: yesterday })
        : { ...presetPeriod('last-week', today), fallback: true };
    case 'month':
      return firstOfMonth(today) <= yesterday
        ? exactly({ from: firstOfMonth(today), to: yesterday })
        : { ...presetPeriod('last-month', today), fallback: true };
  }
}

/** Returns the Monday of the day's week. 1970-01-01 was a Thursday. */
function mondayOf(day: Day): Day {
  return addDays(day, -((toDayNumber(day) + 3) % 7));
}

function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01` as Day;
}

function previousMonth(day: Day): Period {
  const to = addDays(firstOfMonth(day), -1);
  return { from: firstOfMonth(to), to };
}
