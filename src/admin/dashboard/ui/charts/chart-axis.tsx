/** @jsxImportSource preact */
import { axisLabels, holidaysOn, weekendsOf } from '../../shared/time-axis.js';
import type { ChartProps } from './chart.js';
import { HEIGHT_PX, LABEL_PX, PLOT_PX, positionOf, TOP_PX } from './chart-size.js';
import { useI18n } from '../i18n-context.js';
import { countDays, type Period } from '../../../../domain/index.js';

/** Weekends are shaded up to so many days: beyond, the bands would be thinner than the lines. */
const MAX_SHADED_DAYS = 92;

/** The size of a flag, in CSS pixels. */
const FLAG_PX = 8;

/** The background of a chart: the marked period, the weekends, and a tick for each public holiday. */
export function Background({ buckets, marked }: { buckets: readonly Period[]; marked: Period | null }) {
  const isDaily = buckets.every((bucket) => countDays(bucket) === 1);
  const days = isDaily && buckets.length <= MAX_SHADED_DAYS ? buckets.map(({ from }) => from) : [];
  const markedAt = marked
    ? buckets.flatMap(({ from, to }, at) => (from >= marked.from && to <= marked.to ? [at] : []))
    : [];
  return (
    <g aria-hidden="true">
      {weekendsOf(days).map((at) => (
        <Band key={at} name="weekend" from={at} to={at} count={buckets.length} />
      ))}
      {markedAt.length > 0 && (
        <Band name="marked" from={markedAt[0] ?? 0} to={markedAt.at(-1) ?? 0} count={buckets.length} />
      )}
      {days.map((day, at) =>
        holidaysOn(day).length === 0 ? null : (
          <rect
            key={day}
            class="holiday"
            x={`${positionOf(at, buckets.length)}%`}
            y={TOP_PX + PLOT_PX}
            width="3"
            height="4"
            transform="translate(-1.5)"
          />
        ),
      )}
    </g>
  );
}

/** A flag on a pole at each bucket in which something happened. */
export function Flags({ flags, count }: { flags: NonNullable<ChartProps['flags']>; count: number }) {
  return (
    <g aria-hidden="true">
      {flags.map((texts, at) =>
        texts.length === 0 ? null : (
          <svg key={at} class="flag" data-flag={at} x={`${positionOf(at, count)}%`} y={TOP_PX - FLAG_PX}>
            <line y2={PLOT_PX + FLAG_PX} />
            <path d={`M0 0h${FLAG_PX}l-2 ${FLAG_PX / 2}l2 ${FLAG_PX / 2}h-${FLAG_PX}z`} />
          </svg>
        ),
      )}
    </g>
  );
}

/** A band that reaches half a day beyond its first and last day, within the plot. */
function Band({ name, from, to, count }: { name: string; from: number; to: number; count: number }) {
  const half = count === 1 ? 50 : 50 / (count - 1);
  const left = Math.max(0, positionOf(from, count) - half);
  const right = Math.min(100, positionOf(to, count) + half);
  return <rect class={name} x={`${left}%`} y={TOP_PX} width={`${right - left}%`} height={PLOT_PX} />;
}

/** The days or months below a chart. A year stands below its first month: in one line the two would overlap the next month. */
export function Labels({ buckets }: { buckets: readonly Period[] }) {
  const { format } = useI18n();
  return (
    <g class="dates">
      {axisLabels(buckets).map(({ at, kind, day }) => {
        const left = positionOf(at, buckets.length);
        const place = { x: `${left}%`, 'text-anchor': left > 95 ? 'end' : 'middle' } as const;
        return (
          <g key={at}>
            <text {...place} y={HEIGHT_PX - LABEL_PX - 6}>
              {kind === 'day' ? format.shortDay(day) : format.month(day)}
            </text>
            {kind === 'year' && (
              <text {...place} y={HEIGHT_PX - 6}>
                {day.slice(0, 4)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
