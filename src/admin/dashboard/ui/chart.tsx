/** @jsxImportSource preact */
import { ticks } from 'd3-array';
import { line } from 'd3-shape';
import { useState } from 'preact/hooks';
import type { Day } from '../../../stats/day.js';
import type { FigureKind } from '../../../stats/figures.js';
import { useLook } from './look.js';

/** One line of a chart, a value a day; null is a gap. */
export interface Series {
  readonly look: 'grab' | 'gojek' | 'total' | 'then';
  readonly label: string;
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly id: string;
  readonly title: string;
  readonly kind: FigureKind;
  readonly days: readonly Day[];
  readonly series: readonly Series[];
  /** What else there is to say of a day. */
  readonly note?: (index: number) => string;
}

const HEIGHT = 168;
const TOP = 8;
const BOTTOM = 22;
const PLOT = HEIGHT - TOP - BOTTOM;
/** Width of the figures beside the lines, in px. */
const SCALE = 58;
/** Height of a name at the end of a line. */
const LINE = 12;
const NAMES = 40;
/** From here on the lines are drawn thinner. */
const DENSE_FROM = 120;

/**
 * Daily lines as SVG: no script is needed to see it, it takes its final size at once, and its text never stretches because
 * only the nested picture of the lines does. A pointer or the arrow keys pick a day, whose values are written above.
 */
export function Chart({ id, title, kind, days, series, note }: ChartProps) {
  const { words, format } = useLook();
  const [picked, pick] = useState<number | null>(null);
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const span = high - low || 1;
  const y = (value: number) => TOP + PLOT * (1 - (value - low) / span);
  const x = (index: number) => (days.length === 1 ? 50 : (100 * index) / (days.length - 1));
  const draw = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => (days.length === 1 ? 0.5 : index))
    .y((value) => y(value ?? 0) - TOP)
    .digits(1);
  const marks = ticks(low, high, 3);
  const at = picked === null ? null : Math.min(picked, days.length - 1);
  const withData = series.filter(({ look }) => look !== 'then').map(({ values }) => values);
  const knownDays = days.filter((_, index) => withData.some((values) => values[index] != null)).length;

  const pickNear = (event: PointerEvent & { currentTarget: Element }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    pick(Math.round(Math.min(1, Math.max(0, (event.clientX - left) / width)) * (days.length - 1)));
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    pick(Math.min(days.length - 1, Math.max(0, (at ?? (by > 0 ? -1 : days.length)) + by)));
  };

  return (
    <figure class="chart" data-testid={id}>
      <figcaption>
        <h3>{title}</h3>
        <Readout days={days} series={series} kind={kind} at={at} note={note} />
      </figcaption>
      {knownDays === 0 ? (
        <p class="none blank">{words.chart.nothing}</p>
      ) : (
        <div
          class="picture"
          role="img"
          tabIndex={0}
          aria-label={`${words.chart.summary(title, days.length, knownDays)} ${words.chart.hint}`}
          onKeyDown={step}
          onBlur={() => pick(null)}
        >
          <svg width={SCALE} height={HEIGHT}>
            {marks.map((tick) => (
              <text key={tick} class="tick" x={SCALE} y={y(tick) + 4} text-anchor="end">
                {format.figure(tick, kind)}
              </text>
            ))}
          </svg>
          <svg width="100%" height={HEIGHT} onPointerMove={pickNear} onPointerLeave={() => pick(null)}>
            {marks.map((tick) => (
              <line key={tick} class="tick" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
            ))}
            {at !== null && <line class="cursor" x1={`${x(at)}%`} x2={`${x(at)}%`} y1={TOP} y2={TOP + PLOT} />}
            <svg
              y={TOP}
              width="100%"
              height={PLOT}
              viewBox={`0 0 ${Math.max(1, days.length - 1)} ${PLOT}`}
              preserveAspectRatio="none"
              class={days.length > DENSE_FROM ? 'dense' : undefined}
            >
              {series.map(({ look, values }) => (
                <path key={look} class={`line ${look}`} d={draw(values) ?? ''} />
              ))}
            </svg>
            <Dates days={days} />
          </svg>
          <Names series={series} y={y} />
        </div>
      )}
    </figure>
  );
}

/** The values of the picked day, or the names of the lines. Always one line high, so that nothing jumps. */
function Readout({
  days,
  series,
  kind,
  at,
  note,
}: Pick<ChartProps, 'days' | 'series' | 'kind' | 'note'> & { at: number | null }) {
  const { words, format } = useLook();
  const day = at === null ? undefined : days[at];
  return (
    <p class="legend" aria-live="polite">
      {day && <b>{format.day(day)}</b>}
      {series.map(({ look, label, values }) => {
        const value = at === null ? undefined : (values[at] ?? null);
        return (
          <span key={look} class={look}>
            <i aria-hidden="true" /> {label}
            {value !== undefined && <b> {value === null ? words.chart.noData : format.figure(value, kind)}</b>}
          </span>
        );
      })}
      {at !== null && note && <span>{note(at)}</span>}
    </p>
  );
}

/** The name of each line at its end, pushed apart: who can't tell the colours can read. */
function Names({ series, y }: { series: readonly Series[]; y: (value: number) => number }) {
  const ends = series
    .filter(({ look }) => look !== 'then')
    .flatMap(({ look, label, values }) => {
      const last = values.findLast((value) => value !== null);
      return last == null ? [] : [{ look, label, at: y(last) }];
    })
    .sort((a, b) => a.at - b.at);
  if (ends.length < 2) return null;
  let free = 0;
  return (
    <svg class="names" width={NAMES} height={HEIGHT}>
      {ends.map(({ look, label, at }) => {
        const place = Math.max(free, at + 4);
        free = place + LINE;
        return (
          <text key={look} class={look} x="0" y={place}>
            {label}
          </text>
        );
      })}
    </svg>
  );
}

function Dates({ days }: { days: readonly Day[] }) {
  const { format } = useLook();
  const marks =
    days.length < 3
      ? [{ at: 0, x: days.length === 1 ? '50%' : '0%', anchor: days.length === 1 ? 'middle' : 'start' } as const]
      : ([
          { at: 0, x: '0%', anchor: 'start' },
          {
            at: Math.floor((days.length - 1) / 2),
            x: `${(100 * Math.floor((days.length - 1) / 2)) / (days.length - 1)}%`,
            anchor: 'middle',
          },
          { at: days.length - 1, x: '100%', anchor: 'end' },
        ] as const);
  return (
    <g class="dates">
      {marks.map(({ at, x, anchor }) => {
        const day = days[at];
        return (
          <text key={at} x={x} y={HEIGHT - 6} text-anchor={anchor}>
            {day && format.shortDay(day)}
          </text>
        );
      })}
    </g>
  );
}
