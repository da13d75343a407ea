/** "Brakuje / Sprzeczne": what one must not take for granted. The most dangerous first, each with what opens. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { Gap, GapLink } from '../../model.ts';
import { gapKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';

/** Lines that the one screen has room for; each on one line there, whole when all are shown and in print. */
const shown = 3;

export function GapsPanel({ gaps, patient }: { gaps: readonly Gap[]; patient: string }) {
  const { i18n } = useLingui();
  const [all, showAll] = useState(false);
  const more = gaps.length > shown && (
    <button type="button" className="pp-more ez-no-print" aria-expanded={all} onClick={() => showAll(!all)}>
      {all ? i18n._('Zwiń listę') : i18n._('Pokaż wszystkie ({count})', { count: gaps.length })}
    </button>
  );
  return (
    <Panel id="pp-gaps" title={i18n._('Brakuje / Sprzeczne')} aside={more}>
      {gaps.length === 0 ? (
        <p className="ez-secondary">{i18n._('Nasze reguły niczego nie znalazły. To nie znaczy, że dane są pełne.')}</p>
      ) : (
        <ul className={all ? 'pp-lines pp-gaps pp-all' : 'pp-lines pp-gaps'}>
          {gaps.map((gap, place) => (
            <li key={gapKey(gap)} className={!all && place >= shown ? 'pp-later' : undefined}>
              <GapLine gap={gap} patient={patient} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function GapLine({ gap, patient }: { gap: Gap; patient: string }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { kind, danger, title, count = 0, days, places = [] } = gap;
  const links = gap.links.filter(({ type }) => type !== 'Patient'); // who it is about stands above
  const more = places.length > 0 ? 0 : count - gap.links.length;
  return (
    <>
      <span className="pp-gap-words">
        <span className={danger === 1 ? 'pp-danger' : undefined}>
          {danger === 1 && <Icon name="stop" />} {title[language]}
          {links.length > 0 || places.length > 0 ? ':' : ''}
        </span>{' '}
        {links.map((link, place) => (
          <span key={`${kind}${link.type}${link.id}`}>
            {place > 0 && ' / '}
            <GapAnchor link={link} patient={patient} />
          </span>
        ))}
        {more > 0 && <> {i18n._('i jeszcze {more}', { more })}</>}
        {days !== undefined && <>, {i18n._('{days, plural, one {# dzień} few {# dni} other {# dni}}', { days })}</>}
        {places.length > 0 && <Places places={places} />}
      </span>{' '}
      <Why fact={gapKey(gap)} name={title[language]} about={gap.links} />
    </>
  );
}

/** What was recorded opens the entry; an entry without words is called by its kind and day. */
function GapAnchor({ link, patient }: { link: GapLink; patient: string }) {
  const { kind, shortDate } = useWording();
  const { what, date } = link;
  return (
    <EventAnchor link={link} patient={patient}>
      {what ? <Recorded>{what}</Recorded> : [kind(link.type), shortDate(date?.slice(0, 10))].filter(Boolean).join(', ')}
    </EventAnchor>
  );
}

function Places({ places }: { places: NonNullable<Gap['places']> }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return (
    <details className="pp-places">
      <summary>
        {i18n._('{count, plural, one {# miejsce} few {# miejsca} other {# miejsc}}', { count: places.length })}
      </summary>
      <ul>
        {places.map(({ name, last }) => (
          <li key={name}>
            {name}: {shortDate(last.slice(0, 10)) ?? i18n._('nie wiadomo od kiedy')}
          </li>
        ))}
      </ul>
    </details>
  );
}
