import type { PlatformPrefixSums } from './platform-prefix-sums.js';
import type { RunningMatchedSums, RunningSums } from './running-sums.js';
import { addPlatformDayToSums, type PairedDays } from '../../domain/index.js';

/**
 * Adds the matched pairs of one platform to `into`, without a look at every day. Days outside the history have no counterpart,
 * so the pairs are those where both days lie inside it: the difference of two prefixes on each side. Of these, the pairs with
 * an irregular day on either side are taken out, and those that are matched are added one by one, without a metric that either
 * side lacks.
 */
export function addMatchedPairs(
  into: RunningMatchedSums,
  history: PlatformPrefixSums,
  { from, to, shift }: PairedDays,
  sums: RunningSums,
): void {
  const first = Math.max(from, history.firstDay, history.firstDay + shift);
  const last = Math.min(to, history.lastDay, history.lastDay + shift);
  if (last < first) return;
  const { platform } = history;
  const { current, compared } = into;
  const isWholePeriod = sums.fullDays[platform] === last - first + 1 && sums.partial[platform].days === 0;
  if (isWholePeriod && history.countReported(first, last) === last - first + 1) {
    history.addFullSums(current.fullSums, sums);
  } else history.addRawSums(current.fullSums, first, last, 1);
  history.addRawSums(compared.fullSums, first - shift, last - shift, 1);
  const irregular = listIrregularPairs(history, first, last, shift);
  for (const day of irregular) {
    history.addRawSums(current.fullSums, day, day, -1);
    history.addRawSums(compared.fullSums, day - shift, day - shift, -1);
    const currentKnown = history.knownOn(day);
    const comparedKnown = history.knownOn(day - shift);
    if (currentKnown === 0 || comparedKnown === 0) continue;
    const known = currentKnown & comparedKnown;
    into.pairs++;
    addPlatformDayToSums(current.partial, platform, history.valuesOn(day, known));
    addPlatformDayToSums(compared.partial, platform, history.valuesOn(day - shift, known));
  }
  const fullPairs = last - first + 1 - irregular.length;
  into.pairs += fullPairs;
  current.fullDays[platform] += fullPairs;
  compared.fullDays[platform] += fullPairs;
}

/** Returns the days from `first` to `last` that are irregular themselves or have an irregular counterpart. */
function listIrregularPairs(
  history: PlatformPrefixSums,
  first: number,
  last: number,
  shift: number,
): readonly number[] {
  const own = history.listIrregular(first, last);
  const counterparts = history.listIrregular(first - shift, last - shift);
  if (counterparts.length === 0) return own;
  return [...new Set([...own, ...counterparts.map((day) => day + shift)])];
}
