/** @jsxImportSource preact */
import type { Coverage } from '../../../stats/coverage.js';
import { NOTHING } from '../shared/format.js';
import { classes, useLook } from './look.js';

/** A change with an arrow and a word, never with a colour alone; a dash where there is none. */
export function Change({ delta }: { delta: number | null }) {
  const { words, format } = useLook();
  if (delta === null) {
    return (
      <span class="change" title={words.kpi.noThen}>
        {NOTHING}
      </span>
    );
  }
  if (delta === 0) return <span class="change">0%</span>;
  const up = delta > 0;
  return (
    <span class={classes('change', up ? 'good' : 'bad')}>
      <span aria-hidden="true">{up ? '▲' : '▼'}</span>
      <span class="hidden">{up ? words.kpi.up : words.kpi.down}</span> {format.percent(Math.abs(delta))}
    </span>
  );
}

/** Says "28/30 days" when days are missing, else nothing. */
export function CoverageBadge({
  coverage,
  short = false,
}: {
  coverage: Pick<Coverage, 'days' | 'expected'>;
  short?: boolean;
}) {
  const { words, format } = useLook();
  const { days, expected } = coverage;
  if (days >= expected) return null;
  return (
    <span class="badge" title={words.kpi.partialHint(days, expected)}>
      {short ? `${format.count(days)}/${format.count(expected)}` : words.kpi.partial(days, expected)}
    </span>
  );
}

/** The same for what is compared with: a period of fewer days makes the change as lopsided as missing days do. */
export function ThenBadge({
  comparedDays,
  expected,
  short = false,
}: {
  comparedDays: number | null;
  expected: number;
  short?: boolean;
}) {
  const { words, format } = useLook();
  if (comparedDays === null || comparedDays === 0 || comparedDays >= expected) return null;
  return (
    <span class="badge pale" data-testid="compared-days" title={words.kpi.partialThen(comparedDays, expected)}>
      {short
        ? `${format.count(comparedDays)}/${format.count(expected)}`
        : words.kpi.partialThen(comparedDays, expected)}
    </span>
  );
}
