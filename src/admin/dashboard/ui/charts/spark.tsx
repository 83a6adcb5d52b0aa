/** @jsxImportSource preact */
import { line } from 'd3-shape';
import { sparkHeights } from '../../shared/spark.js';

const draw = line<number | null>()
  .defined((height) => height !== null)
  .x((_, index) => index)
  .y((height) => 1 - (height ?? 0))
  .digits(2);

/** A row's small chart. It is hidden from screen readers, because the row has the figures. */
export function Spark({ spark }: { spark: string }) {
  const heights = sparkHeights(spark);
  if (heights.every((height) => height === null)) return <span class="spark" />;
  return (
    <svg
      class="spark"
      viewBox={`0 -0.1 ${Math.max(1, heights.length - 1)} 1.2`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={draw(heights) ?? ''} />
    </svg>
  );
}
