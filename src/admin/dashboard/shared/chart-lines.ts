/** A value of a chart; `isComplete` is false when a part of it has not been reported. */
export interface ChartValue {
  readonly value: number | null;
  readonly isComplete: boolean;
}

/** How the values of one line are drawn, as positions of the values. */
export interface ChartLine {
  /** The first and the last position of each solid part, of at least two values. */
  readonly solid: readonly (readonly [from: number, to: number])[];
  /** Neighbours of which at least one is incomplete, joined by a dashed line. */
  readonly dashed: readonly (readonly [from: number, to: number])[];
  /** Complete values without a complete neighbour, drawn as full points. */
  readonly isolated: readonly number[];
  /** Incomplete values, drawn as hollow points that no solid line touches. */
  readonly partial: readonly number[];
}

/** Splits the values of a line into solid parts and points: a solid line never ends at or passes through an incomplete value. */
export function splitLine(values: readonly ChartValue[]): ChartLine {
  const solid: [number, number][] = [];
  const isolated: number[] = [];
  const dashed: [number, number][] = [];
  const partial: number[] = [];
  let start: number | null = null;
  const endPart = (end: number) => {
    if (start === null) return;
    if (start === end) isolated.push(start);
    else solid.push([start, end]);
    start = null;
  };
  values.forEach(({ value, isComplete }, index) => {
    const previous = values[index - 1];
    const isJoined = (previous?.value ?? null) !== null && value !== null;
    if (isJoined && !(previous?.isComplete && isComplete)) dashed.push([index - 1, index]);
    if (value !== null && isComplete) start ??= index;
    else {
      endPart(index - 1);
      if (value !== null) partial.push(index);
    }
  });
  endPart(values.length - 1);
  return { solid, dashed, isolated, partial };
}
