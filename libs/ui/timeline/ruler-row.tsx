/** The ruler above the lanes. Drawn for the eye; listeners have the live text and the names of the events. */
import type { Ref } from 'react';
import type { View } from './clusters.ts';
import { type Level, ticksOf } from './ruler.ts';
import { usePeriodWords } from './words.ts';

interface RulerProps {
  ref: Ref<HTMLDivElement>;
  level: Level;
  view: View;
  width: number;
}

export function Ruler({ ref, level, view, width }: RulerProps) {
  const words = usePeriodWords();
  const least = level === 'month' ? 32 : 56;
  return (
    <div className="ez-lane ez-ruler" aria-hidden="true">
      <span className="ez-lane-name" />
      <div ref={ref} className="ez-lane-field">
        {ticksOf(level, view, width, least).map((at) => (
          <span key={at} className="ez-tick" style={{ left: `${((at - view.from) / (view.to - view.from)) * 100}%` }}>
            {words.tick(level, at)}
          </span>
        ))}
      </div>
    </div>
  );
}
