/** One lane: its name, its bars, and a row of marks with the counts of those that stand too near. */
import { useLingui } from '@lingui/react';
import type { LaneLayout, TimelineEvent, TimelineLane } from './clusters.ts';

interface LaneRowProps<E extends TimelineEvent> {
  lane: TimelineLane<E>;
  layout: LaneLayout<E>;
  /** The item that Tab enters. */
  held: string | undefined;
  onHold: (key: string) => void;
  describe: (event: E) => string;
  onOpen: (events: readonly E[]) => void;
}

export const barHeight = 12;
export const markHeight = 24;

export function LaneRow<E extends TimelineEvent>({ lane, layout, held, onHold, describe, onOpen }: LaneRowProps<E>) {
  const { i18n } = useLingui();
  const { bars, clusters, rows } = layout;
  const marksAt = rows * (barHeight + 2);
  const height = Math.max(markHeight, marksAt + (clusters.length > 0 ? markHeight : 0));
  const item = (key: string, moment: number | null) => ({
    'data-key': key,
    'data-moment': moment ?? undefined,
    tabIndex: key === held ? 0 : -1,
    onFocus: () => onHold(key),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; a lane groups what lies on it
    <div className="ez-lane" role="group" aria-label={lane.label} data-lane={lane.key}>
      <span className="ez-lane-name" aria-hidden="true">
        {lane.label}
      </span>
      <div className="ez-lane-field" style={{ height }}>
        {bars.map(({ event, row, left, width, openLeft, openRight }) => (
          <button
            key={event.id}
            type="button"
            className="ez-bar"
            data-open={[openLeft && 'left', openRight && 'right'].filter(Boolean).join(' ') || undefined}
            style={{ left, width, top: row * (barHeight + 2), height: barHeight }}
            {...item(event.id, event.starts)}
            aria-label={describe(event)}
            title={describe(event)}
            onClick={() => onOpen([event])}
          />
        ))}
        {clusters.map(({ left, events }) => {
          const [first] = events;
          if (!first) return null;
          const count = events.length;
          const name =
            count === 1
              ? describe(first)
              : i18n._('{count, plural, one {# wpis} few {# wpisy} other {# wpisów}}, pierwszy: {first}', {
                  count,
                  first: describe(first),
                });
          return (
            <button
              key={first.id}
              type="button"
              className={count === 1 ? 'ez-mark' : 'ez-mark ez-mark-many'}
              style={{ left, top: marksAt }}
              {...item(first.id, first.starts)}
              aria-label={name}
              title={name}
              onClick={() => onOpen(events)}
            >
              {count === 1 ? <i /> : count > 999 ? '1k+' : count}
            </button>
          );
        })}
      </div>
    </div>
  );
}
