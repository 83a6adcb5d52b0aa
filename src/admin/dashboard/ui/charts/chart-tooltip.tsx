/** @jsxImportSource preact */
import type { ChartProps } from './chart.js';
import { positionOf } from './chart-size.js';
import { holidaysOn } from '../../shared/time-axis.js';
import { classes, useI18n } from '../i18n-context.js';

/** Notes that a tooltip has room for. */
const MAX_NOTES = 4;

/** The values of the selected bucket, beside the pointer. It lies above the chart, so nothing moves when it appears. */
export function Tooltip({
  buckets,
  series,
  kind,
  at,
  note,
  flags = [],
}: Pick<ChartProps, 'buckets' | 'series' | 'kind' | 'note' | 'flags'> & { at: number | null }) {
  const { messages, format, t } = useI18n();
  const bucket = at === null ? undefined : buckets[at];
  if (at === null || !bucket) return <div class="tooltip" role="status" hidden />;
  const x = positionOf(at, buckets.length);
  const isDay = bucket.from === bucket.to;
  const remark = note?.(at);
  const notes = flags[at] ?? [];
  return (
    <div class={classes('tooltip', x > 50 && 'left')} role="status" style={{ left: `${x}%` }}>
      <b>{isDay ? `${format.weekday(bucket.from)}, ${format.day(bucket.from)}` : format.period(bucket)}</b>
      {isDay && holidaysOn(bucket.from).map((name) => <em key={name}>{messages.holidays[name]}</em>)}
      <ul>
        {series.map(({ line, label, values, isComplete }) => {
          const value = values[at] ?? null;
          return (
            <li key={line} class={line}>
              <i aria-hidden="true" /> {label}: {value === null ? messages.chart.noData : format.figure(value, kind)}
              {value !== null && isComplete?.[at] === false && ` (${messages.chart.partial})`}
            </li>
          );
        })}
      </ul>
      {remark && <p>{remark}</p>}
      {notes.slice(0, MAX_NOTES).map(({ id, day, text }) => (
        <p key={id} class="flags">
          ⚑ {!isDay && `${format.day(day)}: `}
          {text}
        </p>
      ))}
      {notes.length > MAX_NOTES && <p>{t(messages.portfolio.more, { count: notes.length - MAX_NOTES })}</p>}
    </div>
  );
}
