/**
 * Where the events of one lane are drawn: bars for spans, marks for moments, one counted cluster where marks would
 * overlap. Pure, and nothing gets lost: bars, clusters, what lies before and after the view, and what has no date add
 * up to all events.
 */

/** Times are seconds since 1970. `starts: null`: no date is recorded. `ends: null`: it lasts. */
export interface TimelineEvent {
  readonly id: string;
  readonly starts: number | null;
  readonly ends: number | null;
}

export interface TimelineLane<E extends TimelineEvent> {
  readonly key: string;
  readonly label: string;
  readonly events: readonly E[];
}

export interface View {
  readonly from: number;
  readonly to: number;
}

export interface Bar<E> {
  readonly event: E;
  /** Counted from 0; bars of one row never touch. */
  readonly row: number;
  /** Pixels from the left edge of the view. */
  readonly left: number;
  readonly width: number;
  /** It began before the view; it goes on after it. */
  readonly openLeft: boolean;
  readonly openRight: boolean;
}

export interface Cluster<E> {
  /** Pixels from the left edge of the view; clusters are at least `markWidth` apart. */
  readonly left: number;
  readonly events: readonly E[];
}

export interface LaneLayout<E> {
  readonly bars: readonly Bar<E>[];
  readonly clusters: readonly Cluster<E>[];
  readonly rows: number;
  readonly before: number;
  readonly after: number;
  readonly undated: number;
}

export interface LaneSpace {
  /** Width of the view in pixels. */
  readonly width: number;
  /** What one mark or badge needs; a shorter span is drawn as a mark. */
  readonly markWidth: number;
  /** Spans that find no place in so many rows are counted in clusters where they begin. */
  readonly maxRows: number;
}

type Dated<E> = E & { starts: number };

const endOf = ({ starts, ends }: TimelineEvent & { starts: number }): number =>
  ends === null ? Number.POSITIVE_INFINITY : Math.max(ends, starts);

/** One pass over the events: a lane may have tens of thousands. */
export function layLane<E extends TimelineEvent>(events: readonly E[], view: View, space: LaneSpace): LaneLayout<E> {
  const counts = { before: 0, after: 0, undated: 0 };
  const inView: Dated<E>[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  let inOrder = true;
  for (const event of events) {
    const { starts } = event;
    if (starts === null) counts.undated++;
    else if (starts >= view.to) counts.after++;
    else if (starts < view.from && endOf(event as Dated<E>) < view.from) counts.before++;
    else {
      inView.push(event as Dated<E>);
      inOrder &&= starts >= latest;
      latest = starts;
    }
  }
  if (!inOrder) inView.sort((a, b) => a.starts - b.starts);
  return { ...drawn(inView, view, space), ...counts };
}

/** Bars, and clusters of what is too short for one or finds no row. `inView` is in the order of beginnings. */
function drawn<E extends TimelineEvent>(
  inView: readonly Dated<E>[],
  view: View,
  space: LaneSpace,
): Pick<LaneLayout<E>, 'bars' | 'clusters' | 'rows'> {
  const scale = space.width / Math.max(1, view.to - view.from);
  const bars: Bar<E>[] = [];
  const rowEnds: number[] = [];
  const marks = clustering<E>(space);
  for (const event of inView) {
    const left = Math.max(0, (event.starts - view.from) * scale);
    const right = Math.min(space.width, (endOf(event) - view.from) * scale);
    const row = right - left < space.markWidth ? -1 : freeRow(rowEnds, left, space.maxRows);
    if (row < 0) {
      marks.add(left, event);
      continue;
    }
    rowEnds[row] = right;
    const openLeft = event.starts < view.from;
    bars.push({ event, row, left, width: right - left, openLeft, openRight: endOf(event) > view.to });
  }
  return { bars, clusters: marks.clusters, rows: rowEnds.length };
}

/** The first row that is free from `left` on; -1 when all are taken. */
function freeRow(rowEnds: readonly number[], left: number, maxRows: number): number {
  const free = rowEnds.findIndex((end) => end < left);
  if (free >= 0) return free;
  return rowEnds.length < maxRows ? rowEnds.length : -1;
}

/** Marks nearer than a mark's width to the first of a cluster join it; so no two drawn marks overlap. */
function clustering<E>({ width, markWidth }: LaneSpace) {
  const clusters: { left: number; events: E[] }[] = [];
  const last = Math.max(0, width - markWidth);
  let current: { left: number; events: E[] } | undefined;
  return {
    clusters,
    /** From left to right. */
    add(left: number, event: E): void {
      const place = Math.min(left, last);
      if (current && place - current.left < markWidth) current.events.push(event);
      else clusters.push((current = { left: place, events: [event] }));
    },
  };
}

/** The next event of a lane that lies outside the view on one side; undefined when there is none. */
export function beyond<E extends TimelineEvent>(
  events: readonly E[],
  view: View,
  side: 'left' | 'right',
): E | undefined {
  let next: Dated<E> | undefined;
  for (const event of events) {
    const { starts, ends } = event;
    if (starts === null) continue;
    const outside =
      side === 'left' ? starts < view.from && ends !== null && Math.max(starts, ends) < view.from : starts >= view.to;
    const nearer = !next || (side === 'left' ? starts > next.starts : starts < next.starts);
    if (outside && nearer) next = event as Dated<E>;
  }
  return next;
}

/** How many events a layout accounts for; always as many as were given. */
export const countOf = <E>({ bars, clusters, before, after, undated }: LaneLayout<E>): number =>
  bars.length + clusters.reduce((sum, { events }) => sum + events.length, 0) + before + after + undated;
