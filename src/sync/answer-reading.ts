import type { Commit } from '../stats/stat-writer.js';
import type { CheckedAnswer } from '../upstream/upstream-source.js';

/**
 * Whether an answer says nothing of its window at all. Over held rows that is suspicious, unless it was asked to be taken
 * literally and is truly empty.
 */
export function isSilent({ days, quarantined, received }: CheckedAnswer, exact: boolean): boolean {
  return days.length === 0 && quarantined.length === 0 && !(exact && received === 0);
}

/** What of an answer is merged into the rows. */
export function readingOf(answer: CheckedAnswer): Pick<Commit, 'days' | 'quarantinedDays' | 'undatedRows'> {
  const { days, quarantined, quarantinedDays } = answer;
  return { days, quarantinedDays, undatedRows: quarantined.some(({ date }) => date === null) };
}
