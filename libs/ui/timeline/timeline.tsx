/**
 * The life line: lanes of bars and counted marks under one ruler. One stop of Tab; inside, arrows move between events
 * and lanes, + and − zoom, Enter opens, T shows the table twin. What is visible is always said in words.
 */
import { useLingui } from '@lingui/react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../button/button.tsx';
import { beyond, type LaneLayout, layLane, type TimelineEvent, type TimelineLane, type View } from './clusters.ts';
import { LaneRow } from './lane-row.tsx';
import { moveFocus } from './move-focus.ts';
import { type Level, levels, moved, viewAround, viewUntil, zoomed } from './ruler.ts';
import { Ruler } from './ruler-row.tsx';
import { useWidth } from './use-width.ts';
import { spanWords, usePeriodWords } from './words.ts';
import './timeline.css';

export interface Period {
  lane?: string;
  /** Seconds since 1970. */
  from: number;
  to: number;
}

export interface TimelineProps<E extends TimelineEvent> {
  /** Whose life line: the name of the region. */
  label: string;
  lanes: readonly TimelineLane<E>[];
  /** The present, in seconds since 1970: where the first view ends. */
  now: number;
  /** One event in words: `Wizyta, 12 marca 2027`. Marks of moments are named by it. */
  describe: (event: E) => string;
  onOpen: (event: E) => void;
  /** T, or a cluster that no zoom takes apart: the table of this lane and period. */
  onTable: (period: Period) => void;
  /** The first zoom; ten years unless told. */
  level?: Level;
  /** What was in view when this line was last left; told by `onView`. Coming back shows it again. */
  first?: Sight;
  onView?: (sight: Sight) => void;
  aside?: ReactNode;
}

export interface Sight {
  readonly level: Level;
  readonly view: View;
}

const space = { markWidth: 26, maxRows: 2 };

export function Timeline<E extends TimelineEvent>(props: TimelineProps<E>) {
  const { label, lanes, now, describe, onOpen, onTable, first, onView, aside } = props;
  const { i18n } = useLingui();
  const [level, setLevel] = useState<Level>(first?.level ?? props.level ?? 'decade');
  const [view, setView] = useState<View>(() => first?.view ?? viewUntil(props.level ?? 'decade', now));
  const [held, setHeld] = useState<string>();
  const frame = useRef<HTMLElement>(null);
  const { ref: ruler, width } = useWidth<HTMLDivElement>(640);
  const laid = useMemo(
    () => lanes.map((lane) => ({ lane, layout: layLane(lane.events, view, { ...space, width }) })),
    [lanes, view, width],
  );
  const focus = useFocusOf(frame, laid);
  useEffect(() => onView?.({ level, view }), [onView, level, view]);

  const zoom = (next: Level, at?: number) => {
    const middle = at ?? focusedMoment(frame.current) ?? Math.min((view.from + view.to) / 2, now);
    focus.keep();
    setLevel(next);
    setView(
      at === undefined && next === 'decade' && middle > now - 5 * 31_557_600
        ? viewUntil(next, now)
        : viewAround(next, middle),
    );
  };
  const pan = (part: number) => setView(moved(view, part));
  const open = (lane: string, events: readonly E[]) => {
    const [only, ...others] = events;
    if (!only) return;
    if (others.length === 0) return onOpen(only);
    const from = Math.min(...events.map(({ starts }) => starts ?? 0));
    const to = Math.max(...events.map(({ starts }) => starts ?? 0));
    if (level === 'day' || from === to) onTable({ lane, from, to: to + 1 });
    else zoom(zoomed(level, 1), (from + to) / 2);
  };
  const table = () => onTable(view);
  /** Past the edge of the view: the view follows to the lane's next event. */
  const walk = (side: 'left' | 'right') => {
    const lane = lanes.find(({ key }) => key === focus.lane());
    const next = lane && beyond(lane.events, view, side);
    if (!next) return;
    focus.on(next.id);
    setView(viewAround(level, next.starts ?? now));
  };
  const keys: Record<string, () => void> = {
    '+': () => zoom(zoomed(level, 1)),
    '=': () => zoom(zoomed(level, 1)),
    '-': () => zoom(zoomed(level, -1)),
    t: table,
    T: table,
    ArrowLeft: () => moveFocus(frame.current, 'left') || walk('left'),
    ArrowRight: () => moveFocus(frame.current, 'right') || walk('right'),
    ArrowUp: () => moveFocus(frame.current, 'up'),
    ArrowDown: () => moveFocus(frame.current, 'down'),
  };

  return (
    <section
      ref={frame}
      className="ez-timeline"
      aria-label={label}
      onKeyDown={(event) => {
        const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
        if (!act) return;
        event.preventDefault();
        act();
      }}
    >
      <Controls level={level} onLevel={zoom} onPan={pan} onTable={table} />
      <div className="ez-timeline-lanes">
        <Ruler ref={ruler} level={level} view={view} width={width} />
        {laid.map(({ lane, layout }) => (
          <LaneRow
            key={lane.key}
            lane={lane}
            layout={layout}
            held={held ?? firstKey(laid)}
            onHold={setHeld}
            describe={describe}
            onOpen={(events) => open(lane.key, events)}
          />
        ))}
      </div>
      <p className="ez-timeline-live" role="status">
        <Visible view={view} level={level} laid={laid.map(({ layout }) => layout)} />
      </p>
      <p className="ez-timeline-keys ez-no-print">
        {i18n._('←→ wpisy · ↑↓ tory · + − przybliżenie · Enter otwiera · T tabela')} {aside}
      </p>
    </section>
  );
}

interface ControlsProps {
  level: Level;
  onLevel: (level: Level) => void;
  onPan: (part: number) => void;
  onTable: () => void;
}

function Controls({ level, onLevel, onPan, onTable }: ControlsProps) {
  const { i18n } = useLingui();
  const names = { decade: i18n._('10 lat'), year: i18n._('rok'), month: i18n._('miesiąc'), day: i18n._('dzień') };
  return (
    <div className="ez-timeline-controls ez-no-print">
      <fieldset>
        <legend className="ez-hidden">{i18n._('Przybliżenie')}</legend>
        {levels.map((each) => (
          <Button key={each} kind="quiet" aria-pressed={each === level} onClick={() => onLevel(each)}>
            {names[each]}
          </Button>
        ))}
      </fieldset>
      <Button kind="quiet" onClick={() => onPan(-0.5)}>
        <span aria-hidden="true">‹</span> {i18n._('Wcześniej')}
      </Button>
      <Button kind="quiet" onClick={() => onPan(0.5)}>
        {i18n._('Później')} <span aria-hidden="true">›</span>
      </Button>
      <Button kind="quiet" onClick={onTable}>
        {i18n._('Tabela')}
      </Button>
    </div>
  );
}

/** The visible range and its counts in words, for the eye and the ear alike. */
function Visible({ view, level, laid }: { view: View; level: Level; laid: readonly LaneLayout<TimelineEvent>[] }) {
  const { i18n } = useLingui();
  const words = usePeriodWords();
  const sum = (part: (layout: LaneLayout<TimelineEvent>) => number) =>
    laid.reduce((total, each) => total + part(each), 0);
  const visible = sum(
    ({ bars, clusters }) => bars.length + clusters.reduce((count, { events }) => count + events.length, 0),
  );
  const [before, after, undated] = [sum((lane) => lane.before), sum((lane) => lane.after), sum((lane) => lane.undated)];
  const parts = [
    i18n._('{visible, plural, one {# wpis} few {# wpisy} other {# wpisów}}', { visible }),
    before > 0 && i18n._('wcześniej {before, number}', { before }),
    after > 0 && i18n._('później {after, number}', { after }),
    undated > 0 && i18n._('bez daty {undated, number}', { undated }),
  ];
  return `${spanWords(words, level, view)}: ${parts.filter(Boolean).join(' · ')}`;
}

type Laid<E extends TimelineEvent> = readonly { lane: TimelineLane<E>; layout: LaneLayout<E> }[];

/** Where Tab enters when nothing has been visited yet: the newest item of the first lane that has one. */
function firstKey<E extends TimelineEvent>(laid: Laid<E>): string | undefined {
  const found = laid.find(({ layout }) => layout.clusters.length + layout.bars.length > 0);
  if (!found) return undefined;
  return (found.layout.clusters.at(-1)?.events[0] ?? found.layout.bars.at(-1)?.event)?.id;
}

function focusedMoment(frame: HTMLElement | null): number | undefined {
  const focused = document.activeElement;
  const moment = focused instanceof HTMLElement && frame?.contains(focused) ? focused.dataset.moment : undefined;
  return moment === undefined ? undefined : Number(moment);
}

/** After the view has changed, the same event keeps the focus, although it may now stand in another cluster. */
function useFocusOf<E extends TimelineEvent>(frame: { current: HTMLElement | null }, laid: Laid<E>) {
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    const id = wanted.current;
    if (!id) return;
    wanted.current = undefined;
    const clusters = laid.flatMap(({ layout }) => layout.clusters);
    const key = clusters.find(({ events }) => events.some((event) => event.id === id))?.events[0]?.id ?? id;
    frame.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }, [frame, laid]);
  const focused = () => {
    const element = document.activeElement;
    return element instanceof HTMLElement && frame.current?.contains(element) ? element : undefined;
  };
  return {
    /** The lane that the focus is in. */
    lane: () => focused()?.closest<HTMLElement>('[data-lane]')?.dataset.lane,
    keep: () => {
      wanted.current = focused()?.dataset.key;
    },
    on: (id: string) => {
      wanted.current = id;
    },
  };
}
