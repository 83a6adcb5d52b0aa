/** @jsxImportSource preact */
import type { Series } from './chart.js';
import { HEIGHT_PX } from './chart-size.js';

export const NAMES_WIDTH_PX = 40;
const NAME_HEIGHT_PX = 12;

/** The name of each line at its end, for readers who do not see the colours; names that would overlap are moved apart. */
export function SeriesNames({
  series,
  y,
  width,
}: {
  series: readonly Series[];
  y: (value: number) => number;
  width: number;
}) {
  const ends = series
    .filter(({ line }) => line !== 'comparison')
    .flatMap(({ line, label, values }) => {
      const last = values.findLast((value) => value !== null);
      return last == null ? [] : [{ line, label, at: y(last) }];
    })
    .sort((a, b) => a.at - b.at);
  if (ends.length < 2) return null;
  let free = 0;
  return (
    <svg class="names" width={width} height={HEIGHT_PX}>
      {ends.map(({ line, label, at }) => {
        const place = Math.max(free, at + 4);
        free = place + NAME_HEIGHT_PX;
        return (
          <text key={line} class={line} x="0" y={place}>
            {label}
          </text>
        );
      })}
    </svg>
  );
}
