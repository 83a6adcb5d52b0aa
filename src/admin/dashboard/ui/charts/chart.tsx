/** @jsxImportSource preact */
import { ticks } from 'd3-array';
import { line as createLine } from 'd3-shape';
import { useState } from 'preact/hooks';
import { splitLine } from '../../shared/chart-lines.js';
import { Background, Flags, Labels } from './chart-axis.js';
import { NAMES_WIDTH_PX, SeriesNames } from './chart-names.js';
import { Tooltip } from './chart-tooltip.js';
import { HEIGHT_PX, PLOT_PX, positionOf, SCALE_WIDTH_PX, TOP_PX } from './chart-size.js';
import { useI18n } from '../i18n-context.js';
import type { Day, FigureKind, Period } from '../../../../domain/index.js';

/** One line of a chart, a value a bucket; null is a gap. */
export interface Series {
  readonly line: 'grab' | 'gojek' | 'total' | 'comparison' | 'first' | 'second';
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Whether all that the value should hold was reported; by default it was. */
  readonly isComplete?: readonly boolean[];
}

export interface ChartProps {
  readonly id: string;
  readonly title: string;
  /** A sentence that says what the chart shows, for charts whose title does not, or what it leaves out. */
  readonly explanation?: string;
  readonly kind: FigureKind;
  /** Consecutive days, weeks or months. A day is a bucket from and to itself. */
  readonly buckets: readonly Period[];
  readonly series: readonly Series[];
  /** The part of a longer chart that the figures on the page are about. */
  readonly marked?: Period | null;
  /** A text about a bucket that the tooltip shows below its values. */
  readonly note?: (index: number) => string | null;
  /** What happened in each bucket: a flag marks it, and the tooltip has the texts. */
  readonly flags?: readonly (readonly { readonly id: number; readonly day: Day; readonly text: string }[])[];
}

/** A chart of more buckets has thinner lines. */
const DENSE_FROM = 120;

/**
 * Lines as SVG. The server draws them in their final size, and only the nested SVG of the lines stretches, so text keeps its shape. An
 * incomplete value breaks its line and is a hollow point. A pointer or the arrow keys select a bucket, whose values a tooltip shows.
 */
export function Chart({ id, title, explanation, kind, buckets, series, marked = null, note, flags = [] }: ChartProps) {
  const { messages, format, t } = useI18n();
  const [selected, select] = useState<number | null>(null);
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const y = (value: number) => TOP_PX + PLOT_PX * (1 - (value - low) / (high - low || 1));
  const x = (index: number) => `${positionOf(index, buckets.length)}%`;
  const marks = ticks(low, high, 3);
  const at = selected === null ? null : Math.min(selected, buckets.length - 1);
  const ownValues = series.filter(({ line }) => line !== 'comparison').map(({ values }) => values);
  const knownBuckets = buckets.filter((_, index) => ownValues.some((values) => values[index] != null)).length;
  const lines = series.map((one) => ({ ...one, drawn: splitLine(toChartValues(one)) }));

  const selectNearest = (event: PointerEvent & { currentTarget: Element }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    select(Math.round(Math.min(1, Math.max(0, (event.clientX - left) / width)) * (buckets.length - 1)));
  };
  const selectNext = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    select(Math.min(buckets.length - 1, Math.max(0, (at ?? (by > 0 ? -1 : buckets.length)) + by)));
  };

  return (
    <figure class="chart" data-testid={id}>
      <figcaption>
        <h2>{title}</h2>
        {explanation && <p class="explanation">{explanation}</p>}
        <Legend
          series={series}
          hasPartial={lines.some(({ drawn }) => drawn.partial.length > 0)}
          hasFlags={flags.some(({ length }) => length > 0)}
        />
      </figcaption>
      {knownBuckets === 0 ? (
        <p class="none blank">{messages.chart.empty}</p>
      ) : (
        <div
          class="picture"
          role="img"
          tabIndex={0}
          aria-label={`${t(messages.chart.summary, { name: title, days: buckets.length, known: knownBuckets })} ${messages.chart.hint}`}
          onKeyDown={selectNext}
          onBlur={() => select(null)}
        >
          <svg width={SCALE_WIDTH_PX} height={HEIGHT_PX}>
            {marks.map((tick) => (
              <text key={tick} class="tick" x={SCALE_WIDTH_PX} y={y(tick) + 4} text-anchor="end">
                {format.figure(tick, kind)}
              </text>
            ))}
          </svg>
          <div class="plot">
            <svg width="100%" height={HEIGHT_PX} onPointerMove={selectNearest} onPointerLeave={() => select(null)}>
              <Background buckets={buckets} marked={marked} />
              <Flags flags={flags} count={buckets.length} />
              {marks.map((tick) => (
                <line key={tick} class="tick" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
              ))}
              {at !== null && <line class="cursor" x1={x(at)} x2={x(at)} y1={TOP_PX} y2={TOP_PX + PLOT_PX} />}
              <svg
                y={TOP_PX}
                width="100%"
                height={PLOT_PX}
                viewBox={`0 0 ${Math.max(1, buckets.length - 1)} ${PLOT_PX}`}
                preserveAspectRatio="none"
                class={buckets.length > DENSE_FROM ? 'dense' : undefined}
              >
                {lines.map(({ line, values, drawn }) => (
                  <path
                    key={`${line} dashed`}
                    class={`line ${line} dashed`}
                    d={drawn.dashed.map((part) => drawPart(values, part, (value) => y(value) - TOP_PX)).join('')}
                  />
                ))}
                {lines.map(({ line, values, drawn }) => (
                  <path
                    key={line}
                    class={`line ${line}`}
                    data-solid={drawn.solid.map((part) => part.join('-')).join(' ')}
                    d={drawn.solid.map((part) => drawPart(values, part, (value) => y(value) - TOP_PX)).join('')}
                  />
                ))}
              </svg>
              {lines.flatMap(({ line, values, drawn }) =>
                [
                  ...drawn.isolated.map((index) => ({ index, shape: 'isolated' })),
                  ...drawn.partial.map((index) => ({ index, shape: 'partial' })),
                ].map(({ index, shape }) => (
                  <circle
                    key={`${line} ${index}`}
                    class={`point ${line} ${shape}`}
                    data-at={index}
                    cx={x(index)}
                    cy={y(values[index] ?? 0)}
                    r={buckets.length > DENSE_FROM ? 2 : 3}
                  />
                )),
              )}
              <Labels buckets={buckets} />
            </svg>
            <Tooltip buckets={buckets} series={series} kind={kind} at={at} note={note} flags={flags} />
          </div>
          {series.some(({ line }) => line === 'grab') && <SeriesNames series={series} y={y} width={NAMES_WIDTH_PX} />}
        </div>
      )}
    </figure>
  );
}

/** The names of the lines, and what a hollow point and a flag mean. */
function Legend({
  series,
  hasPartial,
  hasFlags,
}: {
  series: readonly Series[];
  hasPartial: boolean;
  hasFlags: boolean;
}) {
  const { messages } = useI18n();
  return (
    <p class="legend">
      {series.map(({ line, label }) => (
        <span key={line} class={line}>
          <i aria-hidden="true" /> {label}
        </span>
      ))}
      {hasPartial && <span class="partial">○ {messages.chart.partial}</span>}
      {hasFlags && <span class="flags">⚑ {messages.chart.flag}</span>}
    </p>
  );
}

function toChartValues({ values, isComplete }: Series) {
  return values.map((value, index) => ({ value, isComplete: isComplete?.[index] ?? true }));
}

function drawPart(
  values: readonly (number | null)[],
  [from, to]: readonly [number, number],
  y: (value: number) => number,
): string {
  const draw = createLine<number | null>()
    .x((_, index) => from + index)
    .y((value) => y(value ?? 0))
    .digits(1);
  return draw(values.slice(from, to + 1)) ?? '';
}
