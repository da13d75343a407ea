/** The facts of one level in the patient's own words: "Skąd to wiadomo?" and "To się nie zgadza?" beside them. */
import { useLingui } from '@lingui/react';
import { type ReactNode, useCallback } from 'react';
import type { Dispute } from '../../disputes/model.ts';
import type { EventLink } from '../../link.ts';
import type { Level } from '../../provenance/keys.ts';
import { ShownFacts } from '../why/facts.tsx';
import { Why } from '../why/why.tsx';
import { useLevels, useWhose } from './whose.tsx';

interface MyFactsProps {
  level: Level;
  /** Which illness or event is open. */
  of?: string;
  /** The illness that the page was opened from, for the way back. */
  problem?: string | undefined;
  disputes?: readonly Dispute[];
  children: ReactNode;
}

/** In the room the physician shows and does not speak for the patient: nothing is disputed there. */
export function MyFacts({ problem, children, ...given }: MyFactsProps) {
  const { patient, room } = useWhose();
  const levels = useLevels();
  const addressOf = useCallback(
    (link: EventLink) => (link.type === 'Condition' ? levels.problem(link.id) : levels.event(link, problem)),
    [levels, problem],
  );
  if (patient === undefined) return children;
  return (
    <ShownFacts patient={patient} plain silent={room} addressOf={addressOf} {...given}>
      {children}
    </ShownFacts>
  );
}

/** At the end of a page about one entry: from where it is known, and a way to say that it is wrong. */
export function AboutEntry({ link, what }: { link: EventLink; what: string }) {
  const { i18n } = useLingui();
  const { room } = useWhose();
  return (
    <div className="ez-no-print">
      <Why fact="entry" name={what} about={[link]} />
      {!room && (
        <>
          {' '}
          <Why fact="entry" name={what} words={i18n._('To się nie zgadza?')} />
        </>
      )}
    </div>
  );
}
