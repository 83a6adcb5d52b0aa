/** At most this many points are drawn: a picture that is a hundred pixels wide shows no more. */
const POINTS = 36;
const LEVELS = 35;
const GAP = '-';

/**
 * Draws values as a text of at most {@link POINTS} marks, one digit of base 36 each, from zero to the largest value; a mark
 * stands for the mean of its days, `-` for days without any value. A picture, not figures.
 */
export function sparkOf(values: readonly (number | null)[]): string {
  const points = Math.min(POINTS, values.length);
  const means = Array.from({ length: points }, (_, point) => {
    const from = Math.floor((point * values.length) / points);
    const to = Math.floor(((point + 1) * values.length) / points);
    let sum = 0;
    let known = 0;
    for (let at = from; at < to; at++) {
      const value = values[at];
      if (value == null) continue;
      sum += value;
      known++;
    }
    return known === 0 ? null : Math.max(0, sum / known);
  });
  const top = means.reduce<number>((most, mean) => Math.max(most, mean ?? 0), 0);
  return means
    .map((mean) => (mean === null ? GAP : Math.round(top === 0 ? 0 : (mean / top) * LEVELS).toString(36)))
    .join('');
}

/** The marks as heights from 0 to 1, null for a gap. */
export function sparkHeights(spark: string): (number | null)[] {
  return Array.from(spark, (mark) => (mark === GAP ? null : Number.parseInt(mark, 36) / LEVELS));
}
