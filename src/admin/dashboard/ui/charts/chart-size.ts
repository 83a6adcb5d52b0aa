/** The sizes that the parts of a chart share, in CSS pixels. */
export const HEIGHT_PX = 178;
export const TOP_PX = 8;
/** The height of a line of labels below the plot. */
export const LABEL_PX = 11;
/** Two lines of labels: days or months, and years. */
const BOTTOM_PX = 10 + 2 * LABEL_PX;
export const PLOT_PX = HEIGHT_PX - TOP_PX - BOTTOM_PX;
export const SCALE_WIDTH_PX = 58;

/** Returns where a bucket stands between the left (0) and the right (100) edge of the plot. A single bucket stands in the middle. */
export function positionOf(index: number, count: number): number {
  return count === 1 ? 50 : (100 * index) / (count - 1);
}
