import { addDays, dayNumber, type Day } from '../../../stats/day.js';
import { daysEnding, type Period } from '../../../stats/period.js';

/** The periods with a name, in the order of their buttons. All end on yesterday at the latest: today is never complete. */
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

/** What a preset stands for today. */
export interface PresetPeriod extends Period {
  /** The preset would be empty today (Monday's "this week"), so the last complete one is shown. */
  readonly fallback: boolean;
}

/**
 * The days a preset means on the business day `today`. `30d` is thirty days ending yesterday; a week starts on Monday;
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
      return exactly(daysEnding(yesterday, Number.parseInt(preset, 10)));
    case 'yesterday':
      return exactly({ from: yesterday, to: yesterday });
    case 'last-week':
      return exactly(daysEnding(addDays(monday(today), -1), 7));
    case 'last-month':
      return exactly(monthBefore(today));
    case 'this-week':
      return monday(today) <= yesterday
        ? exactly({ from: monday(today), to: yesterday })
        : { ...presetPeriod('last-week', today), fallback: true };
    case 'month':
      return firstOfMonth(today) <= yesterday
        ? exactly({ from: firstOfMonth(today), to: yesterday })
        : { ...presetPeriod('last-month', today), fallback: true };
  }
}

/** The Monday of the day's week; 1970-01-01 was a Thursday. */
function monday(day: Day): Day {
  return addDays(day, -((dayNumber(day) + 3) % 7));
}

function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01` as Day;
}

function monthBefore(day: Day): Period {
  const to = addDays(firstOfMonth(day), -1);
  return { from: firstOfMonth(to), to };
}
