/** The geometry of a sparkline. Pure. */

export interface Point {
  /** A FHIR date. */
  date: string;
  value: number;
}

export interface SparkScale {
  x(point: Point): number;
  y(value: number): number;
  top: number;
  bottom: number;
}

interface SparkSpace {
  low?: number;
  high?: number;
  width: number;
  height: number;
}

const margin = 4;

/** Undefined without points. One point, or equal ones, stand in the middle. */
export function scaleOf(points: readonly Point[], { low, high, width, height }: SparkSpace): SparkScale | undefined {
  if (points.length === 0) return undefined;
  const times = points.map(({ date }) => Date.parse(date));
  const values = [...points.map(({ value }) => value), low, high].filter((value) => value !== undefined);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [bottom, top] = [Math.min(...values), Math.max(...values)];
  const along = (at: number, from: number, to: number) => (to > from ? (at - from) / (to - from) : 0.5);
  return {
    x: ({ date }) => margin + along(Date.parse(date), first, last) * (width - 2 * margin),
    y: (value) => height - margin - along(value, bottom, top) * (height - 2 * margin),
    top,
    bottom,
  };
}

export const pathOf = (points: readonly Point[], scale: SparkScale): string =>
  points
    .map((point, index) => `${index ? 'L' : 'M'}${scale.x(point).toFixed(1)} ${scale.y(point.value).toFixed(1)}`)
    .join('');
