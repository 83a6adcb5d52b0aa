/** The largest number of points. A picture that is a hundred pixels wide shows no more. */
const MAX_POINTS = 36;
const LEVELS = 35;
const GAP = '-';

/**
 * Returns daily values as a text of at most {@link MAX_POINTS} marks. A mark is one digit of base 36, from zero to the largest
 * value, for the mean of its days; `-` is a gap. The marks are for a picture and are not exact.
 */
export function sparkOf(values: readonly (number | null)[]): string {
  const points = Math.min(MAX_POINTS, values.length);
  const means = Array.from({ length: points }, (_, point) => {
    const from = Math.floor((point * values.length) / points);
    const to = Math.floor(((point + 1) * values.length) / points);
    let sum = 0;
    let reportedDays = 0;
    for (let at = from; at < to; at++) {
      const value = values[at];
      if (value == null) continue;
      sum += value;
      reportedDays++;
    }
    return reportedDays === 0 ? null : Math.max(0, sum / reportedDays);
  });
  const top = means.reduce<number>((largest, mean) => Math.max(largest, mean ?? 0), 0);
  return means
    .map((mean) => (mean === null ? GAP : Math.round(top === 0 ? 0 : (mean / top) * LEVELS).toString(36)))
    .join('');
}

/** Returns the marks as heights from 0 to 1; null for a gap. */
export function sparkHeights(spark: string): (number | null)[] {
  return Array.from(spark, (mark) => (mark === GAP ? null : Number.parseInt(mark, 36) / LEVELS));
}
