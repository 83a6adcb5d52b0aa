/** @jsxImportSource preact */
import { NOTHING } from '../../i18n/locale-formatter.js';
import { classes, useI18n } from './i18n-context.js';
import { isComparable, type Coverage, type Matched } from '../../../domain/index.js';

interface DeltaProps {
  readonly delta: number | null;
  readonly matched?: Matched | null;
  /** True for a figure of which more is neither good nor bad, such as ad spend. */
  readonly neutral?: boolean;
}

/** A delta with an arrow and a word beside its colour; a dash with the reason where there is no delta. */
export function Delta({ delta, matched = null, neutral = false }: DeltaProps) {
  const { messages, format, t } = useI18n();
  if (delta === null) {
    const isTooLittle = matched !== null && matched.pairs > 0 && !isComparable(matched);
    const reason = isTooLittle ? t(messages.kpi.tooLittleMatched, matchedCounts(matched)) : messages.kpi.noComparison;
    return (
      <span class="delta" title={reason}>
        <span aria-hidden="true">{NOTHING}</span>
        <span class="hidden">{reason}</span>
      </span>
    );
  }
  const size = format.percent(Math.abs(delta));
  if (size === format.percent(0)) return <span class="delta">{size}</span>;
  const up = delta > 0;
  return (
    <span class={classes('delta', !neutral && (up ? 'good' : 'bad'))}>
      <span aria-hidden="true">{up ? '▲' : '▼'}</span>
      <span class="hidden">{up ? messages.kpi.up : messages.kpi.down}</span> {size}
    </span>
  );
}

/** Shows "28/30 days" when days have no data, else nothing. */
export function CoverageBadge({
  coverage,
  short = false,
}: {
  coverage: Pick<Coverage, 'days' | 'expected'>;
  short?: boolean;
}) {
  const { messages, format, t } = useI18n();
  const { days, expected } = coverage;
  if (days >= expected) return null;
  return (
    <span class="badge" title={t(messages.kpi.partialHint, { days, expected })}>
      {short ? `${format.count(days)}/${format.count(expected)}` : t(messages.kpi.partial, { days, expected })}
    </span>
  );
}

/** Shows how much of the two periods the delta compares, when it is not all. */
export function MatchedBadge({ matched }: { matched: Matched | null }) {
  const { messages, t } = useI18n();
  if (matched === null || !isComparable(matched) || matched.pairs === matched.of) return null;
  return (
    <span class="badge pale" data-testid="matched" title={t(messages.kpi.matchedHint, matchedCounts(matched))}>
      {t(messages.kpi.matched, matchedCounts(matched))}
    </span>
  );
}

function matchedCounts({ pairs, of }: Matched): { pairs: number; of: number } {
  return { pairs, of };
}
